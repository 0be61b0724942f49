"""Write down one help that is needed, inside a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import NEED, CaseStatus
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.need_wishes import NeedWish, check_level_of, refuse_impossible
from hopecare.domain.needs import NeedRhythm
from hopecare.domain.timeline import EntryKind
from hopecare.errors import MoveNotAllowedError
from hopecare.services.note_timeline import note_timeline
from hopecare.services.refuse_without_consent import refuse_without_consent
from models import Case, Need

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor

__all__ = ["NeedWish", "add_need"]


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
