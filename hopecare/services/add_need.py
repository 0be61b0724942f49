"""Write down one help that is needed, inside a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hopecare.domain.care_path import NEED, CaseStatus
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.needs import CheckLevel, NeedKind, NeedRhythm
from hopecare.domain.people import GenderWish
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError, MoveNotAllowedError
from hopecare.services.note_timeline import note_timeline
from hopecare.services.refuse_without_consent import refuse_without_consent
from models import Case, Need

if TYPE_CHECKING:
    from datetime import date, datetime, time

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor

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


def add_need(session: Session, case: Case, wish: NeedWish, *, by: Actor, now: datetime) -> Need:
    """Add a need to a case that is not closed, where the resident agreed to neighbours' help."""
    if case.status is CaseStatus.CLOSED:
        raise MoveNotAllowedError(machine="case", status=case.status, event="need_added")
    refuse_without_consent(
        session, person_id=case.resident_id, purpose=ConsentPurpose.PEER_HELP, now=now
    )
    refuse_impossible(wish)
    need = _need(case, wish, now)
    session.add(need)
    note_timeline(
        session,
        town_id=case.town_id,
        kind=EntryKind.NEED_ADDED,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=need.id,
        facts={"need": need.kind.value, "rhythm": need.rhythm.value},
    )
    session.flush()
    return need


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


def _need(case: Case, wish: NeedWish, now: datetime) -> Need:
    is_weekly = wish.rhythm is NeedRhythm.WEEKLY
    return Need(
        town_id=case.town_id,
        case_id=case.id,
        kind=wish.kind,
        rhythm=wish.rhythm,
        status=NEED.start,
        from_on=wish.from_on,
        created_at=now,
        until_on=wish.until_on,
        weekdays=list(wish.weekdays) if is_weekly else [],
        starts_at=wish.starts_at,
        minutes=wish.minutes,
        people_needed=wish.people_needed,
        language=wish.language,
        language_required=wish.language_required and wish.language is not None,
        gender_wish=wish.gender_wish,
        check_level=int(check_level_of(wish)),
        flags=sorted(wish.flags),
        words=wish.words,
    )
