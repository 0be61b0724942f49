"""Undo a death that was recorded by mistake: what can go on goes on, the rest is asked anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from sqlalchemy import select

from hopecare.domain.care_path import CallTaskEvent, CallTaskStatus, NeedEvent
from hopecare.domain.check_in_times import next_due
from hopecare.domain.timeline import EntryKind
from hopecare.errors import NotFoundError
from hopecare.queries.check_ins import rhythm_of
from hopecare.queries.residents import person_by_id
from hopecare.services.move_call_task import move_call_task
from hopecare.services.move_need import move_need
from hopecare.services.note_timeline import note_timeline
from hopecare.services.reopen_case import reopen_case
from models import CallTask, Case, CheckInPlan, ContactPoint, DeathRecord, Need

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


Row = TypeVar("Row", ContactPoint, CheckInPlan, Case, CallTask)


def undo_death(session: Session, *, person_id: UUID, by: Actor, now: datetime) -> DeathRecord:
    """Bring back numbers, check-ins, cases and their needs; take back the calls nobody made.

    Recalled words, offers, tasks and referrals stay ended: each of them is asked for again by a
    person, who sees on the record what they were.
    """
    person = person_by_id(session, person_id)
    record = _standing(session, person_id)
    person.died_on, person.retain_until = None, None
    record.undone_at = now
    session.flush()
    for point in _rows(session, ContactPoint, record.stopped["contact_points"]):
        point.valid_until = None
    for plan in _rows(session, CheckInPlan, record.stopped["plans"]):
        plan.ended_at = None
        plan.next_due_at = next_due(rhythm_of(plan), after=now)
    for case in _rows(session, Case, record.stopped["cases"]):
        _reopen(session, case, record, by, now)
    for call in _rows(session, CallTask, record.stopped["calls_owed"]):
        if call.status is CallTaskStatus.OPEN:
            move_call_task(call, event=CallTaskEvent.CANCELLED, now=now)
    note_timeline(
        session,
        town_id=person.town_id,
        kind=EntryKind.DEATH_UNDONE,
        at=now,
        by=by,
        person_id=person.id,
        subject_id=record.id,
    )
    session.flush()
    return record


def _standing(session: Session, person_id: UUID) -> DeathRecord:
    record = session.scalars(
        select(DeathRecord).where(
            DeathRecord.person_id == person_id, DeathRecord.undone_at.is_(None)
        )
    ).one_or_none()
    if record is None:
        raise NotFoundError(kind="death", person_id=person_id)
    return record


def _reopen(session: Session, case: Case, record: DeathRecord, by: Actor, now: datetime) -> None:
    """Open the case with the needs that ended by the death, not with those that ended before."""
    reopen_case(session, case_id=case.id, by=by, now=now)
    case.retain_until = None
    needs = select(Need).where(Need.case_id == case.id, Need.ended_at == record.recorded_at)
    for need in session.scalars(needs).all():
        move_need(need, event=NeedEvent.REOPENED, now=now)


def _rows(session: Session, kind: type[Row], ids: Iterable[str]) -> Sequence[Row]:
    return session.scalars(select(kind).where(kind.id.in_([UUID(each) for each in ids]))).all()
