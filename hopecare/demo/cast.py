"""The cast: households and volunteers of the file, as what the verbs take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from hopecare.demo.town_files import read_toml
from hopecare.domain.eligibility.facts import Answer, Bounds, Decision, HouseholdFacts
from hopecare.domain.matching.distance import Point, moved

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.demo.stage import Stage

UNKNOWN: Final = "unknown"
BENEFITS: Final = (
    "livelihood",
    "medical",
    "housing",
    "education",
    "near_poor",
    "emergency",
    "gyeonggi_emergency",
    "basic_pension",
    "disability_pension",
    "single_parent",
    "long_term_care",
    "energy_voucher",
)
DAYS_SINCE_BIRTHDAY: Final = 120
NO_LEAP_DAY: Final = 28


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody who is always there."""

    households: Mapping[str, dict[str, Any]]
    volunteers: Mapping[str, dict[str, Any]]
    nothing: Mapping[str, Answer]


def read_cast() -> Cast:
    """Read the file of people."""
    said = read_toml("people.toml")
    return Cast(said["households"], said["volunteers"], said["nothing"])


def born_on(said: dict[str, Any], day: date) -> date:
    """The birth date of somebody of this age on the loading day, or of whom turns one later."""
    if "turns" in said:
        return years_before(day + timedelta(days=said["in_days"]), said["turns"])
    return years_before(day - timedelta(days=DAYS_SINCE_BIRTHDAY), said["age"])


def years_before(day: date, years: int) -> date:
    """The same day of the year, so many years before."""
    return day.replace(year=day.year - years, day=min(day.day, NO_LEAP_DAY))


def point_of(cast: Cast, stage: Stage, said: dict[str, Any]) -> tuple[float, float]:
    """Where somebody lives: metres from their district's middle, or from another household."""
    if "near" in said:
        start = point_of(cast, stage, cast.households[said["near"]])
    else:
        area = stage.areas[said["area"]]
        start = (area.lat or 0.0, area.lon or 0.0)
    north, east = said["offset"]
    there = moved(Point(*start), north_m=north, east_m=east)
    return there.lat, there.lon


def area_of(cast: Cast, said: dict[str, Any]) -> str:
    """The code of the district somebody lives in."""
    code: str = said["area"] if "area" in said else cast.households[said["near"]]["area"]
    return code


def facts_of(
    cast: Cast,
    key: str,
    changed: Mapping[str, Any] | None = None,
    findings: Mapping[str, Decision] | None = None,
) -> HouseholdFacts:
    """What a household said, with some of it otherwise; "unknown" leaves a fact out.

    A story tells of everybody who lives there, unless it says how many there are.
    What it receives by now may be among what is otherwise.
    """
    said = cast.households[key]
    facts: dict[str, Any] = {**cast.nothing, **said["facts"], **(changed or {})}
    rows = facts.pop("rows")
    receiving = facts.pop("receiving", said.get("receiving", ()))
    return HouseholdFacts(
        values=_known({"household.size": len(rows), **facts}),
        rows={"members": tuple(_known(row) for row in rows)},
        receiving={benefit: benefit in receiving for benefit in BENEFITS},
        decisions=dict(findings or {}),
    )


def _known(said: Mapping[str, Any]) -> dict[str, Answer]:
    """Read limits, and leave out what nobody knows."""
    return {key: _answer(value) for key, value in said.items() if value != UNKNOWN}


def _answer(value: Any) -> Answer:  # noqa: ANN401  as TOML gives it
    if isinstance(value, dict):
        return Bounds(lo=value["lo"], hi=value["hi"])
    answer: Answer = value
    return answer
