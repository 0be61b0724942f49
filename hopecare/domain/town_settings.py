"""What a town may set differently from what ships: one table, and which dated value holds.

Page, form, check and every reader work from `SETTINGS`. A setting that nothing reads does not
belong here: a test walks each to the place that obeys it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from hopecare.domain.alert_rules import CANNOT_WAIT
from hopecare.domain.alerts import AlertKind
from hopecare.domain.applications import HAND_IN_DAYS
from hopecare.domain.closing_proposals import SECOND_PERSON
from hopecare.domain.digest import WEEKDAYS
from hopecare.domain.due import SILENT_DAYS
from hopecare.domain.receiver_links import LINK_DAYS
from hopecare.domain.retention import KeptFor
from hopecare.domain.service_facts import CAPACITY_DAYS
from hopecare.domain.urgency import Urgency

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from uuid import UUID


class ValueKind(StrEnum):
    """What one part of a setting may be, and how it is asked for."""

    NUMBER = "number"
    YES_NO = "yes_no"
    CLOCK = "clock"
    """A time of day, as HH:MM."""
    MICROS = "micros"
    """An amount of the town's money, in millionths of its unit."""


class Unit(StrEnum):
    """What a number counts."""

    PEOPLE = "people"
    MINUTES = "minutes"
    MONTHS = "months"
    DAYS = "days"
    HOURS = "hours"
    TIMES = "times"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One field of a setting; bounds are a number's or an amount's, the unit is a number's."""

    name: str
    kind: ValueKind
    unit: Unit | None = None
    least: int = 0
    most: int = 0
    is_always_yes: bool = False
    """Anything else is refused: what cannot wait is never put off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TownSetting:
    """Values that are set together, under a key `policy.name`."""

    key: str
    parts: tuple[Part, ...]
    is_per_centre: bool = False
    """Whether a centre may differ from its town."""

    @property
    def policy(self) -> str:
        """Name the shipped policy that this overrides."""
        return self.key.partition(".")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedValue:
    """One entry: from a day on, of the town or of one centre. No value: as without an entry."""

    id: UUID
    from_on: date
    value: Mapping[str, Any]
    centre_id: UUID | None = None


def alert_key(kind: AlertKind) -> str:
    """Name the setting of one kind of alert."""
    return f"alerts.{kind.value}"


CEILING: Final = "channels.ceiling"
DIGEST: Final = "alerts.digest"
WEEK_DIGEST: Final = "alerts.week_digest"
PRICES: Final = "channels.prices"
"""Nothing means that the price is not known."""
COST_CAP: Final = "channels.cost_cap"
"""Nothing means that there is none."""
LEARNING: Final = "offers.learning"
ANSWER_DAYS: Final = "referrals.answer"
"""For a yes or no to what was sent; the days of the law begin once an application is in."""
OUTCOME_DAYS: Final = "referrals.outcome"
"""From a yes until what came of it; where an application was handed in, its clock goes first."""
EMERGENCY_HOURS: Final = "referrals.emergency"
"""For emergency aid, and for whoever is in a crisis."""
NIGHTLY_LIST: Final = "offers.nightly_list"
QUIET_HOURS: Final = "channels.quiet_hours"
"""The same hour twice means never quiet."""
_ASKING: Final = (
    Part(name="asked_at_once", kind=ValueKind.NUMBER, unit=Unit.PEOPLE, least=1, most=50),
    Part(
        name="answer_within_minutes", kind=ValueKind.NUMBER, unit=Unit.MINUTES, least=5, most=4320
    ),
    Part(name="waits_for_morning", kind=ValueKind.YES_NO),
)
_IS_USED: Final = (Part(name="is_used", kind=ValueKind.YES_NO),)
_IS_MADE: Final = (Part(name="is_made", kind=ValueKind.YES_NO),)
_IS_ASKED: Final = (Part(name="is_asked", kind=ValueKind.YES_NO),)
_HOURS: Final = (
    Part(name="from", kind=ValueKind.CLOCK),
    Part(name="until", kind=ValueKind.CLOCK),
)
_OFTEN: Final = (
    Part(name="most_an_hour", kind=ValueKind.NUMBER, unit=Unit.TIMES, least=2, most=100),
)
_PRICES: Final = (
    Part(name="text_part", kind=ValueKind.MICROS, most=1_000_000_000_000),
    Part(name="call_minute", kind=ValueKind.MICROS, most=1_000_000_000_000),
)
_CAP: Final = (Part(name="a_month", kind=ValueKind.MICROS, most=1_000_000_000_000_000),)
_MONTHS: Final = (Part(name="months", kind=ValueKind.NUMBER, unit=Unit.MONTHS, least=1, most=600),)
_DAYS: Final = (Part(name="days", kind=ValueKind.NUMBER, unit=Unit.DAYS, least=1, most=365),)
_SILENCE: Final = (
    Part(name="silent_after", kind=ValueKind.NUMBER, unit=Unit.DAYS, least=1, most=365),
)
_AFTER_DUE: Final = (
    Part(name="days_after_due", kind=ValueKind.NUMBER, unit=Unit.DAYS, least=1, most=365),
)
_TO_ANSWER: Final = (
    Part(name="days_to_answer", kind=ValueKind.NUMBER, unit=Unit.DAYS, least=1, most=365),
)
_TO_DECIDE: Final = (
    Part(name="days_to_decide", kind=ValueKind.NUMBER, unit=Unit.DAYS, least=1, most=365),
)
_TO_HAND_IN: Final = (
    Part(name="days_to_hand_in", kind=ValueKind.NUMBER, unit=Unit.DAYS, least=1, most=365),
)
_HOURS_TO_ANSWER: Final = (
    Part(name="hours_to_answer", kind=ValueKind.NUMBER, unit=Unit.HOURS, least=1, most=48),
)
_AT_ONCE: Final = tuple(
    Part(name=name, kind=ValueKind.YES_NO, is_always_yes=True)
    for name in ("text_by_day", "text_by_night")
)
_WHEN_TOLD: Final = tuple(
    Part(name=name, kind=ValueKind.YES_NO) for name in ("text_by_day", "text_by_night")
)
_THEN: Final = (
    Part(name="rung", kind=ValueKind.YES_NO),
    Part(
        name="pass_on_after_minutes", kind=ValueKind.NUMBER, unit=Unit.MINUTES, least=10, most=240
    ),
)
_WEEK_DIGEST: Final = (
    Part(name="at", kind=ValueKind.CLOCK),
    *(Part(name=day, kind=ValueKind.YES_NO) for day in WEEKDAYS),
)
_DIGEST: Final = (
    *_WEEK_DIGEST,
    Part(name="coordinators_too", kind=ValueKind.YES_NO),
)
_KEPT: Final = (
    KeptFor.CASE_CLOSED,
    KeptFor.REPORT_WITHOUT_CASE,
    KeptFor.CONSENT_REFUSED,
    KeptFor.REPORTER,
    KeptFor.HAS_DIED,
    KeptFor.MESSAGE,
)
"""The reasons of keeping that a verb writes on a row today, or that a night erases by."""

SETTINGS: Final[Mapping[str, TownSetting]] = MappingProxyType(
    {
        setting.key: setting
        for setting in (
            *(
                TownSetting(key=f"offers.{each.value}", parts=_ASKING, is_per_centre=True)
                for each in Urgency
            ),
            TownSetting(key=LEARNING, parts=_IS_USED),
            TownSetting(key=NIGHTLY_LIST, parts=_IS_MADE),
            TownSetting(key=QUIET_HOURS, parts=_HOURS),
            TownSetting(key=CEILING, parts=_OFTEN),
            *(
                TownSetting(
                    key=alert_key(each),
                    parts=(*(_AT_ONCE if each in CANNOT_WAIT else _WHEN_TOLD), *_THEN),
                    is_per_centre=True,
                )
                for each in AlertKind
            ),
            TownSetting(key=DIGEST, parts=_DIGEST, is_per_centre=True),
            TownSetting(key=WEEK_DIGEST, parts=_WEEK_DIGEST, is_per_centre=True),
            TownSetting(key=PRICES, parts=_PRICES),
            TownSetting(key=COST_CAP, parts=_CAP),
            TownSetting(key=CAPACITY_DAYS, parts=_DAYS),
            TownSetting(key=SILENT_DAYS, parts=_SILENCE, is_per_centre=True),
            TownSetting(key=SECOND_PERSON, parts=_IS_ASKED, is_per_centre=True),
            TownSetting(key=LINK_DAYS, parts=_AFTER_DUE),
            TownSetting(key=ANSWER_DAYS, parts=_TO_ANSWER),
            TownSetting(key=OUTCOME_DAYS, parts=_TO_DECIDE),
            TownSetting(key=EMERGENCY_HOURS, parts=_HOURS_TO_ANSWER),
            TownSetting(key=HAND_IN_DAYS, parts=_TO_HAND_IN),
            *(TownSetting(key=f"retention.{each.value}", parts=_MONTHS) for each in _KEPT),
        )
    }
)


def entry_that_holds(
    entries: Iterable[DatedValue], *, on: date, centre_id: UUID | None = None
) -> DatedValue | None:
    """Give the entry that holds on a day, here: the centre's own before the town's."""
    begun = [each for each in entries if each.from_on <= on]
    if centre_id is not None:
        own = _newest(each for each in begun if each.centre_id == centre_id)
        if own is not None and own.value:
            return own
    return _newest(each for each in begun if each.centre_id is None)


def value_with(
    setting: TownSetting, shipped: Mapping[str, Any], entry: DatedValue | None
) -> dict[str, Any]:
    """Give each part's value: the entry's own, or what ships."""
    own = entry.value if entry is not None else {}
    return {part.name: own.get(part.name, shipped[part.name]) for part in setting.parts}


def faults_of(setting: TownSetting, value: Mapping[str, Any]) -> dict[str, list[str]]:
    """Say by code what is wrong with each part of a value; nothing where all is well."""
    found = {part.name: _fault_of(part, value.get(part.name)) for part in setting.parts}
    found |= {name: "unknown" for name in value if name not in found}
    return {name: [code] for name, code in found.items() if code is not None}


def _newest(entries: Iterable[DatedValue]) -> DatedValue | None:
    """Of one day the last that was written: ids grow with time."""
    return max(entries, key=lambda each: (each.from_on, each.id), default=None)


def _fault_of(part: Part, value: object) -> str | None:
    match part.kind:
        case ValueKind.NUMBER | ValueKind.MICROS:
            if type(value) is not int:
                return "not_a_number"
            return None if part.least <= value <= part.most else "out_of_range"
        case ValueKind.YES_NO:
            if not isinstance(value, bool):
                return "not_a_choice"
            return "cannot_wait" if part.is_always_yes and not value else None
        case ValueKind.CLOCK:
            return None if _is_clock(value) else "not_a_time"


def _is_clock(value: object) -> bool:
    try:
        return isinstance(value, str) and f"{time.fromisoformat(value):%H:%M}" == value
    except ValueError:
        return False
