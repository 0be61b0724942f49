"""By their own wish or while they rest, nobody asks: what is about to be asked is taken back.

A question that is out already is not followed: nobody climbs for a silence that was asked for. But
somebody was asked and has not answered, so a person rings, once. Who was already taken to be silent
or called for help stays with the people who were alarmed: one of them gives the all-clear.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.care_path import SlotEvent, SlotStatus
from hopecare.domain.timeline import EntryKind
from hopecare.queries.check_ins import plan_by_id, slot_by_id, unsent_questions
from hopecare.queries.stoppable import open_slots_of
from hopecare.services.end_knocks import end_knocks
from hopecare.services.give_all_clear import give_all_clear
from hopecare.services.move_slot import move_slot
from hopecare.services.note_timeline import note_timeline
from hopecare.services.owe_missed_question import owe_missed_question
from hopecare.services.take_back_question import take_back_question
from notifications.outbox import stop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CheckInPlan, CheckInSlot

CODE: Final = "check_ins_stopped"
OUT: Final = (SlotStatus.DUE, SlotStatus.WAITING)
"""Asked, or about to be; nobody has been alarmed."""


def ask_no_more(
    session: Session,
    *,
    person_id: UUID,
    by: Actor,
    now: datetime,
    code: str = CODE,
    owes_call: bool = True,
) -> None:
    """Take back what has not left; what is out ends with one call that is owed.

    No call is owed where it is known how they are.
    """
    for found in open_slots_of(session, person_id):
        slot = slot_by_id(session, found.id)
        if take_back_question(session, slot, code=code, now=now):
            _note(session, slot, plan_by_id(session, slot.plan_id), code=code, by=by, now=now)
            continue
        for question in unsent_questions(session, slot.id):
            stop(session, question, code=code, now=now)
        if slot.status in OUT:
            plan = _end(session, slot, code=code, by=by, now=now)
            if owes_call:
                owe_missed_question(session, slot=slot, plan=plan, by=by, now=now)


def _end(
    session: Session, slot: CheckInSlot, *, code: str, by: Actor, now: datetime
) -> CheckInPlan:
    """End its ladder and the knock somebody owes, who hears that; gives its plan."""
    move_slot(slot, event=SlotEvent.CANCELLED)
    plan = plan_by_id(session, slot.plan_id)
    _note(session, slot, plan, code=code, by=by, now=now)
    if end_knocks(session, slot.id, by=by, now=now):
        give_all_clear(session, slot=slot, now=now)
    return plan


def _note(
    session: Session,
    slot: CheckInSlot,
    plan: CheckInPlan,
    *,
    code: str,
    by: Actor,
    now: datetime,
) -> None:
    note_timeline(
        session,
        town_id=slot.town_id,
        kind=EntryKind.SLOT_CANCELLED,
        at=now,
        by=by,
        person_id=slot.person_id,
        case_id=plan.case_id,
        subject_id=slot.id,
        facts={"due_at": slot.due_at.isoformat(), "code": code},
    )
