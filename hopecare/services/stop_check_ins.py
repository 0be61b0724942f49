"""Stop asking a person how they are: every plan ends, and what was not asked is not asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import SlotStatus
from hopecare.domain.timeline import EntryKind
from hopecare.queries.stoppable import live_plans_of, open_slots_of
from hopecare.services.cancel_check_in import cancel_check_in
from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CheckInPlan


def stop_check_ins(
    session: Session, *, person_id: UUID, by: Actor, now: datetime
) -> list[CheckInPlan]:
    """End the plans; a ladder that runs goes on to its end."""
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
        if slot.status is SlotStatus.DUE:
            cancel_check_in(session, slot, code="check_ins_stopped", by=by, now=now)
    session.flush()
    return plans
