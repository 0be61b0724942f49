"""A check-in at the door: who knocks, by when, and what the ladder does if nobody did."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import SlotEvent
from hopecare.domain.check_ins import AskingWay
from hopecare.domain.ladders import step_at
from hopecare.domain.timeline import EntryKind
from hopecare.queries.not_to_send import why_not_sent
from hopecare.queries.tasks import helpers_of
from hopecare.queries.town_days import local_day
from hopecare.queries.volunteers import person_by_id
from hopecare.reading.ladders import ladder_of
from hopecare.services.move_slot import move_slot
from hopecare.services.note_timeline import note_timeline
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.tell_of_knock import tell_of_knock

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CallTask, CheckInPlan, CheckInSlot


def owe_knock(
    session: Session, *, slot: CheckInSlot, plan: CheckInPlan, by: Actor, now: datetime
) -> CallTask:
    """Owe it to who helps in the open case, else to staff; silence counts from its hour on."""
    until = slot.due_at + timedelta(minutes=plan.grace_minutes)
    owed = OwedCall(
        kind=CallTaskKind.KNOCK,
        dedup_key=f"knock:{slot.id}",
        due_at=until,
        person_id=slot.person_id,
        case_id=plan.case_id,
        slot_id=slot.id,
        owner_id=_who_knocks(session, slot, now=now),
        centre_id=person_by_id(session, slot.person_id).centre_id,
    )
    task = open_call_task(session, town_id=slot.town_id, owed=owed, by=by, now=now)
    move_slot(slot, event=SlotEvent.ASKED)
    first = step_at(ladder_of(plan, slot), slot.rungs_climbed)
    slot.asked_at, slot.next_rung_at = until, until + first.after if first else None
    note_timeline(
        session,
        town_id=slot.town_id,
        kind=EntryKind.SLOT_ASKED,
        at=now,
        by=by,
        person_id=slot.person_id,
        case_id=plan.case_id,
        subject_id=slot.id,
        facts={"channel": AskingWay.KNOCK.value, "due_at": slot.due_at.isoformat()},
    )
    if task.owner_id is not None:
        tell_of_knock(session, task, now=now)
    return task


def _who_knocks(session: Session, slot: CheckInSlot, *, now: datetime) -> UUID | None:
    """The helper who has been there longest, of those who do not rest and may be sent."""
    helpers = helpers_of(session, slot.person_id)
    today = local_day(session, slot.town_id, now)
    barred = why_not_sent(session, helpers, resident_id=slot.person_id, on=today)
    return next((each for each in helpers if each not in barred), None)
