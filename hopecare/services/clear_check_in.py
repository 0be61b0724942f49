"""Staff know that a resident is safe, or what became of them: a check-in's alarm ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.alerts import AlertEnd
from hopecare.domain.care_path import SLOT, AlertStatus, SlotEvent, SlotStatus
from hopecare.domain.timeline import EntryKind
from hopecare.queries.alerts import alertless_days
from hopecare.queries.check_ins import open_calls_of, plan_by_id, unsent_questions
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.give_all_clear import give_all_clear
from hopecare.services.move_slot import move_slot
from hopecare.services.note_timeline import note_timeline
from hopecare.services.resolve_alert import resolve_alert
from models import Alert
from notifications.outbox import stop

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CheckInSlot


def clear_check_in(
    session: Session, *, slot: CheckInSlot, ended_by: AlertEnd, by: Actor, now: datetime
) -> CheckInSlot:
    """Write the all-clear with how it ended; whoever was alarmed hears when all is well.

    A call for help that answered several days ends on all of them.
    """
    is_help = slot.status is SlotStatus.HELP_ASKED
    days = [slot, *(alertless_days(session, slot) if is_help else ())]
    for day in days:
        _clear(session, day, ended_by, by, now)
    session.flush()
    return slot


def _clear(
    session: Session, slot: CheckInSlot, ended_by: AlertEnd, by: Actor, now: datetime
) -> None:
    """Clear one day, unless nothing of it is open."""
    _end_alerts(session, slot, ended_by, by, now)
    if (slot.status, SlotEvent.ALL_CLEAR) not in SLOT.moves:
        return
    move_slot(slot, event=SlotEvent.ALL_CLEAR)
    slot.cleared_at, slot.cleared_by_id = now, by.person_id
    for question in unsent_questions(session, slot.id):
        stop(session, question, code="all_clear", now=now)
    for task in open_calls_of(session, slot.id):
        finish_call_task(session, task_id=task.id, outcome=None, by=by, now=now)
    if ended_by is AlertEnd.ALL_CLEAR:
        give_all_clear(session, slot=slot, now=now)
    note_timeline(
        session,
        town_id=slot.town_id,
        kind=EntryKind.SLOT_CLEARED,
        at=now,
        by=by,
        person_id=slot.person_id,
        case_id=plan_by_id(session, slot.plan_id).case_id,
        subject_id=slot.id,
        facts={"ended_by": ended_by.value},
    )


def _end_alerts(
    session: Session, slot: CheckInSlot, ended_by: AlertEnd, by: Actor, now: datetime
) -> None:
    """Every alert this check-in has raised ends the same way."""
    standing = select(Alert.id).where(
        Alert.slot_id == slot.id, Alert.status != AlertStatus.RESOLVED
    )
    for alert_id in session.scalars(standing).all():
        resolve_alert(session, alert_id=alert_id, ended_by=ended_by, by=by, now=now)
