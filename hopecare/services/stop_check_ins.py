"""Stop asking a person how they are: every plan ends, and what was not asked is not asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import SlotEvent, SlotStatus
from hopecare.domain.timeline import EntryKind
from hopecare.queries.check_ins import unsent_questions
from hopecare.queries.stoppable import live_plans_of, open_slots_of
from hopecare.services.move_slot import move_slot
from hopecare.services.note_timeline import note_timeline
from notifications.outbox import stop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CheckInPlan


def stop_check_ins(
    session: Session, *, person_id: UUID, with_ladders: bool, by: Actor, now: datetime
) -> list[CheckInPlan]:
    """End the plans; a ladder that runs goes on to its end, unless it is to stop as well."""
    plans = list(live_plans_of(session, person_id))
    for plan in plans:
        plan.ended_at, plan.next_due_at = now, None
        note_timeline(
            session,
            town_id=plan.town_id,
            kind=EntryKind.CHECK_INS_STOPPED,
            at=now,
            by=by,
            person_id=person_id,
            case_id=plan.case_id,
            subject_id=plan.id,
        )
    for slot in open_slots_of(session, person_id):
        if with_ladders or slot.status is SlotStatus.DUE:
            for question in unsent_questions(session, slot.id):
                stop(session, question, code="check_ins_stopped", now=now)
            move_slot(slot, event=SlotEvent.CANCELLED)
    session.flush()
    return plans
