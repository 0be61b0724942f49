"""What help is wished, before it stands in a case: whether it can be, and the check it asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hopecare.domain.needs import CheckLevel, NeedKind, NeedRhythm
from hopecare.domain.people import GenderWish
from hopecare.errors import InvalidInputError

if TYPE_CHECKING:
    from datetime import date, time

LEAST_CHECK: Final = {
    NeedKind.CHILD_AFTER_SCHOOL: CheckLevel.ENHANCED,
    NeedKind.TUTORING: CheckLevel.ENHANCED,
    NeedKind.PERSONAL_CARE: CheckLevel.ENHANCED,
    NeedKind.RESPITE: CheckLevel.ENHANCED,
    NeedKind.PAPERS: CheckLevel.BASIC,
    NeedKind.COMPANION_VISIT: CheckLevel.BASIC,
    NeedKind.HOUSE_REPAIR: CheckLevel.BASIC,
}
"""Children, bodies, homes and papers ask for a checked helper; a case may ask for more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedWish:
    """What help is wished, before it stands in a case."""

    kind: NeedKind
    from_on: date
    rhythm: NeedRhythm = NeedRhythm.ONCE
    until_on: date | None = None
    weekdays: tuple[str, ...] = ()
    starts_at: time | None = None
    minutes: int = 30
    people_needed: int = 1
    language: str | None = None
    language_required: bool = False
    gender_wish: GenderWish = GenderWish.NONE
    check_level: CheckLevel = CheckLevel.NONE
    flags: tuple[str, ...] = ()
    words: str | None = None


def refuse_impossible(wish: NeedWish) -> None:
    """Refuse a need that contradicts itself, naming each field."""
    faults: dict[str, list[str]] = {}
    if wish.until_on is not None and wish.until_on < wish.from_on:
        faults["until_on"] = ["ends_before_start"]
    if wish.rhythm is NeedRhythm.WEEKLY and not wish.weekdays:
        faults["weekdays"] = ["weekday_missing"]
    if faults:
        raise InvalidInputError(faults)


def check_level_of(wish: NeedWish) -> CheckLevel:
    """Give the check a helper must have: what was asked, and never less than the kind demands."""
    return max(wish.check_level, LEAST_CHECK.get(wish.kind, CheckLevel.NONE))
