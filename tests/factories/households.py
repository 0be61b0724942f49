"""Households as the programmes ask about them: what is not written is a true "no" or nothing."""

from __future__ import annotations

from hopecare.domain.eligibility.facts import Answer

NOTHING: dict[str, Answer] = {
    "household.region": "gyeonggi",
    "household.covered": True,
    "household.counted_with_parents": False,
    "income.benefits": 0,
    "income.property": 0,
    "income.gifts": 0,
    "spending.medical": 0,
    "spending.pension": 0,
    "home.owned": 0,
    "home.deposit": 0,
    "property.general": 0,
    "property.savings": 0,
    "property.debt": 0,
    "car.value": 0,
    "obligor.exists": False,
    "household.emergency_region": "small_city",
    "household.pension_region": "small_city",
    "income.basic_pension": 0,
    "property.insurance": 0,
    "property.clubs": 0,
    "household.single_parent": False,
    "household.frail": False,
    "household.other_fuel_aid": False,
    "crisis.helped_before": False,
    "elder.special_pension": False,
    "elder.national_pension": 0,
    "care.needs_help": False,
    "care.listed_illness": False,
}


def person(age: int, **known: Answer) -> dict[str, Answer]:
    """Somebody of that age, the head of the household unless said otherwise."""
    nothing: dict[str, Answer] = {
        "relation": "self",
        "pay": 0,
        "business": 0,
        "school": "none",
        "disability": "none",
    }
    return {"age": age, **nothing, **known}
