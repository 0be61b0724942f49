"""Open the crises again that ended only because a death was recorded by mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import CaseStatus
from hopecare.domain.crises import CrisisEnd
from hopecare.domain.timeline import EntryKind
from hopecare.domain.undoing import LeftReason
from hopecare.queries.cases import case_by_id
from hopecare.queries.crises import crisis_by_id, find_open_crisis
from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Crisis


def bring_back_crises(
    session: Session, *, crisis_ids: Iterable[UUID], by: Actor, now: datetime
) -> dict[UUID, LeftReason]:
    """Whoever was responsible is again, until the all-clear; say of the others why not."""
    left = {}
    for crisis_id in crisis_ids:
        case_by_id(session, crisis_by_id(session, crisis_id).case_id, alone=True)
        crisis = crisis_by_id(session, crisis_id, alone=True)
        reason = _against(session, crisis)
        if reason is not None:
            left[crisis_id] = reason
        else:
            _go_on(session, crisis, by, now)
    return left


def _against(session: Session, crisis: Crisis) -> LeftReason | None:
    if case_by_id(session, crisis.case_id).status is CaseStatus.CLOSED:
        return LeftReason.CASE_OVER
    has_other = find_open_crisis(session, crisis.case_id) is not None
    is_ended_by_it = crisis.ended_as is CrisisEnd.HAS_DIED
    return LeftReason.OTHER_IN_PLACE if has_other or not is_ended_by_it else None


def _go_on(session: Session, crisis: Crisis, by: Actor, now: datetime) -> None:
    crisis.ended_at, crisis.ended_as, crisis.ended_by_id = None, None, None
    note_timeline(
        session,
        town_id=crisis.town_id,
        kind=EntryKind.CRISIS_OPENED,
        at=now,
        by=by,
        person_id=crisis.person_id,
        case_id=crisis.case_id,
        subject_id=crisis.id,
    )
    session.flush()
