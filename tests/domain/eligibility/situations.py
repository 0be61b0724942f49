"""The households of the named situations, as far as the programmes ask about them."""

from __future__ import annotations

from typing import Any

from hopecare.domain.eligibility.facts import Answer, Bounds, Decision, HouseholdFacts
from tests.factories.households import NOTHING, person


def household(
    *members: dict[str, Answer], findings: dict[str, bool] | None = None, **known: Any
) -> HouseholdFacts:
    """Give a household of these; `home__deposit=...` says a fact, None leaves it unknown."""
    own = {"household.size": len(members), "obligor.excused": False}
    said: dict[str, Any] = NOTHING | own
    said |= {key.replace("__", "."): value for key, value in known.items()}
    return HouseholdFacts(
        values={key: value for key, value in said.items() if value is not None},
        rows={"members": members},
        decisions={
            key: Decision(holds=holds, because="seen on a visit")
            for key, holds in (findings or {}).items()
        },
    )


def kim_darae() -> HouseholdFacts:
    """1: a widow of 67 with a survivor's pension; the son earns 3,100,000 for four."""
    return household(
        person(67),
        income__benefits=318_000,
        home__deposit=45_000_000,
        property__savings=3_200_000,
        obligor__exists=True,
        obligor__size=4,
        obligor__income=3_100_000,
        obligor__property=120_000_000,
    )


def park_yeoul(*, medical: int = 0) -> HouseholdFacts:
    """2: two workers and two pupils, a little over an income limit."""
    return household(
        person(44, pay=2_760_000),
        person(39, relation="spouse", pay=1_840_000),
        person(15, relation="child", school="middle"),
        person(11, relation="child", school="primary"),
        income__benefits=35_369,
        home__deposit=75_000_000,
        property__savings=4_100_000,
        spending__medical=medical,
    )


def han_sol(*, for_living: bool | None = None) -> HouseholdFacts:
    """4: a father and a child with a car; a person must find whether it earns the living."""
    return household(
        person(38, pay=2_230_000, business=180_000),
        person(7, relation="child", school="primary"),
        household__single_parent=True,
        home__deposit=18_000_000,
        property__savings=1_100_000,
        car__value=7_800_000,
        car__kind="passenger",
        car__user="anyone",
        car__engine=1998,
        car__age=7,
        car__seats=5,
        obligor__exists=True,
        obligor__size=1,
        obligor__income=349_700,
        obligor__property=0,
        findings=None if for_living is None else {"finding.car_for_living": for_living},
    )


def oh_narae(*, refuses: bool | None = None) -> HouseholdFacts:
    """5: a cleaner of 58; daughter and son-in-law earn 168,000,000 a year, no contact."""
    return household(
        person(58, pay=600_000),
        home__deposit=5_000_000,
        property__savings=900_000,
        obligor__exists=True,
        obligor__size=2,
        obligor__income=14_000_000,
        obligor__property=640_000_000,
        findings=None if refuses is None else {"finding.obligor_refuses": refuses},
    )


def bae_marru(**known: Any) -> HouseholdFacts:
    """6: wages between 0 and 1,400,000, debts over 20,000,000, savings below 500,000."""
    facts: dict[str, Any] = {
        "property__debt": Bounds(lo=20_000_001, hi=1e13),
        "property__savings": Bounds(lo=0, hi=499_999),
        "obligor__exists": None,
        "obligor__excused": None,
    }
    unsure: dict[str, Answer] = {
        "age": 52,
        "relation": "self",
        "pay": Bounds(lo=0, hi=1_400_000),
        "business": 0,
        "school": "none",
    }
    return household(unsure, **(facts | known))


def yun_byeot(age: int = 29) -> HouseholdFacts:
    """7: unmarried, 29 and alone; parents elsewhere earn 3,900,000 and 1,300,000."""
    return household(
        person(age, pay=900_000),
        household__counted_with_parents=True,
        home__deposit=5_000_000,
        property__savings=300_000,
        obligor__exists=True,
        obligor__size=2,
        obligor__income=5_200_000,
        obligor__property=92_000_000,
    )


def moon_isul() -> HouseholdFacts:
    """10: a mother, a daughter who began to work, a severely disabled son."""
    return household(
        person(46),
        person(23, relation="child", pay=3_300_000),
        person(21, relation="child", disability="severe"),
        disabled__pension_grade=True,
        disabled__income=0,
        disabled__general=0,
        disabled__financial=0,
        disabled__debt=0,
        home__deposit=12_000_000,
        property__savings=1_400_000,
        obligor__exists=True,
        obligor__size=3,
        obligor__income=3_400_000,
        obligor__property=0,
    )


def baek_nuri() -> HouseholdFacts:
    """12: a closed shop, savings of 12,100,000 and a bank loan of 40,000,000."""
    return household(
        person(49),
        person(47, relation="spouse", pay=1_900_000),
        person(17, relation="child", school="high"),
        home__deposit=30_000_000,
        property__savings=12_100_000,
        property__debt=40_000_000,
        obligor__exists=True,
        obligor__size=1,
        obligor__income=349_700,
        obligor__property=0,
    )


def nam_onsae() -> HouseholdFacts:
    """3: a couple with a house and no cash; both draw basic pension, 559,520 together."""
    return household(
        person(74),
        person(71, relation="spouse"),
        income__benefits=789_520,
        income__basic_pension=559_520,
        elder__national_pension=230_000,
        home__owned=215_000_000,
        property__savings=2_400_000,
    )


def tran_mai() -> HouseholdFacts:
    """8: a widow from abroad with a Korean child; whether she inherits a loan is unknown."""
    return household(
        person(34),
        person(4, relation="child"),
        home__deposit=20_000_000,
        property__savings=3_100_000,
        property__debt=Bounds(lo=0, hi=11_000_000),
        household__single_parent=True,
    )


def jo_haneul(**known: Any) -> HouseholdFacts:
    """9: a former official with dementia and his wife; his care score has run out."""
    facts: dict[str, Any] = {
        "income__benefits": 1_850_000,
        "spending__medical": 60_000,
        "home__owned": 78_000_000,
        "property__savings": 4_600_000,
        "elder__special_pension": True,
        "care__needs_help": True,
        "care__dementia": True,
    }
    return household(person(79), person(76, relation="spouse"), **(facts | known))


def ha_dol() -> HouseholdFacts:
    """11: a widower with a house, farm land and a small pension."""
    return household(
        person(83),
        income__benefits=410_000,
        elder__national_pension=410_000,
        home__owned=180_000_000,
        property__general=460_000_000,
        property__savings=34_000_000,
    )
