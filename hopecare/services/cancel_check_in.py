"""A check-in is asked no further: nobody is asked, rung or sent because of it any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import SlotEvent
from hopecare.domain.timeline import EntryKind
from hopecare.queries.check_ins import plan_by_id, unsent_questions
from hopecare.services.end_knocks import end_knocks
from hopecare.services.move_slot import move_slot
from hopecare.services.note_timeline import note_timeline
from hopecare.services.tell_alarm_is_over import tell_alarm_is_over
from notifications.outbox import stop

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.alerts import Learnt
    from hopecare.domain.identity import Actor
    from models import CheckInSlot


def cancel_check_in(  # noqa: PLR0913  why, who hears it from a person, and what is known
    session: Session,
    slot: CheckInSlot,
    *,
    code: str,
    rung: Collection[UUID] = (),
    learnt: Learnt | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Take back what has not left and the knock somebody owes; whoever was sent hears of it.

    `rung` are those who hear it from a person instead. `learnt` is what became of the resident.
    """
    for question in unsent_questions(session, slot.id):
        stop(session, question, code=code, now=now)
    end_knocks(session, slot.id, by=by, now=now)
    move_slot(slot, event=SlotEvent.CANCELLED)
    tell_alarm_is_over(session, slot=slot, is_well=False, but_not=rung, now=now)
    note_timeline(
        session,
        town_id=slot.town_id,
        kind=EntryKind.SLOT_CANCELLED,
        at=now,
        by=by,
        person_id=slot.person_id,
        case_id=plan_by_id(session, slot.plan_id).case_id,
        subject_id=slot.id,
        facts={"due_at": slot.due_at.isoformat(), "code": code}
        | (learnt.as_facts() if learnt else {}),
    )
