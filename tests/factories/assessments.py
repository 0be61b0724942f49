"""Assessments: Kim Darae's facts, and what may be said otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from hopecare.domain.eligibility.facts import Answer, HouseholdFacts
from hopecare.services.assess_household import assess_household
from models import Assessment, Person
from tests.factories.cases import BY
from tests.factories.towns import NOW, TODAY

ALONE: Mapping[str, Answer] = {
    "age": 67,
    "relation": "self",
    "pay": 0,
    "business": 0,
    "school": "none",
    "disability": "none",
}
DARAE: Mapping[str, Answer] = {
    "household.region": "gyeonggi",
    "household.covered": True,
    "household.counted_with_parents": False,
    "income.benefits": 318_000,
    "income.property": 0,
    "income.gifts": 0,
    "spending.medical": 0,
    "spending.pension": 0,
    "home.owned": 0,
    "home.deposit": 45_000_000,
    "property.general": 0,
    "property.savings": 3_200_000,
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
NOTHING_RECEIVED = dict.fromkeys(("livelihood", "medical", "housing", "education"), False)


def said(**changed: Answer | None) -> HouseholdFacts:
    """What Kim Darae said, with some of it otherwise (`income_benefits=0`), None for unknown."""
    values = dict(DARAE)
    for name, answer in changed.items():
        key = name.replace("_", ".", 1)
        if answer is None:
            values.pop(key)
        else:
            values[key] = answer
    return HouseholdFacts(values=values, rows={"members": (ALONE,)}, receiving=NOTHING_RECEIVED)


def an_assessment(
    session: Session,
    person: Person,
    *,
    facts: HouseholdFacts | None = None,
    on: date = TODAY,
    now: datetime = NOW,
) -> Assessment:
    """An assessment of a resident, by the real verb."""
    return assess_household(
        session, person_id=person.id, facts=facts or said(), on=on, by=BY, now=now
    )
