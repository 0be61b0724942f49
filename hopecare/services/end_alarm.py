"""It is known how a resident is: the alarm of one check-in ends, with everything it has begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.alerts import AlertEnd, Learnt, is_well
from hopecare.domain.care_path import SLOT, SlotEvent, SlotStatus
from hopecare.domain.timeline import EntryKind
from hopecare.queries.alerts import open_alerts_of, when_ended_by
from hopecare.queries.check_ins import open_calls_of, plan_by_id, unsent_questions
from hopecare.queries.look_ins import asked_to_look_in
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.move_slot import move_slot
from hopecare.services.note_timeline import note_timeline
from hopecare.services.resolve_alert import resolve_alert
from hopecare.services.ring_whoever_was_sent import ring_whoever_was_sent
from hopecare.services.tell_alarm_is_over import tell_alarm_is_over
from notifications.outbox import stop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CheckInSlot


def end_alarm(
    session: Session,
    slot: CheckInSlot,
    *,
    ended_by: AlertEnd,
    call_task_id: UUID | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """End its alerts, its calls and its ladder; everybody who was alarmed hears that it is over.

    Whoever was sent to the door of somebody who has died hears it from a person, at once; whoever
    ends it knows, by `call_task_id` where a call told them. Only an all-clear says they are safe.
    """
    for alert_id in open_alerts_of(session, slot.id):
        resolve_alert(session, alert_id=alert_id, ended_by=ended_by, by=by, now=now)
    if (slot.status, SlotEvent.ALL_CLEAR) not in SLOT.moves:
        _end_help_beside(session, slot, are_safe=is_well(ended_by), by=by, now=now)
        return
    has_died = ended_by is AlertEnd.HAS_DIED
    rung = ring_whoever_was_sent(session, slot, by=by, now=now) if has_died else frozenset()
    for question in unsent_questions(session, slot.id):
        stop(session, question, code="all_clear", now=now)
    _end_calls(session, slot, by=by, now=now)
    are_safe, knows = is_well(ended_by), {*rung, by.person_id}
    move_slot(slot, event=SlotEvent.ALL_CLEAR if are_safe else SlotEvent.FOUND_OUT)
    slot.cleared_at, slot.cleared_by_id = now, by.person_id
    tell_alarm_is_over(session, slot=slot, is_well=are_safe, but_not=knows, now=now)
    note_timeline(
        session,
        town_id=slot.town_id,
        kind=EntryKind.SLOT_CLEARED,
        at=now,
        by=by,
        person_id=slot.person_id,
        case_id=plan_by_id(session, slot.plan_id).case_id,
        subject_id=slot.id,
        facts=Learnt(ended_by, call_task_id).as_facts(),
    )


def _end_calls(session: Session, slot: CheckInSlot, *, by: Actor, now: datetime) -> None:
    for task in open_calls_of(session, slot.id):
        finish_call_task(session, task_id=task.id, outcome=None, by=by, now=now)


def _end_help_beside(
    session: Session, slot: CheckInSlot, *, are_safe: bool, by: Actor, now: datetime
) -> None:
    """End a call for help about a check-in that nobody asks any further: it stands beside it.

    Whoever was sent to the door has heard already that nobody has to go.
    """
    if slot.status is not SlotStatus.CANCELLED:
        return
    _end_calls(session, slot, by=by, now=now)
    knows = {by.person_id, *asked_to_look_in(session, slot.id)}
    knew_at = when_ended_by(session, slot.id)
    tell_alarm_is_over(
        session, slot=slot, is_well=are_safe, but_not=knows, knew_at=knew_at, now=now
    )
