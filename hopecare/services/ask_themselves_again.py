"""Nobody answers in a resident's place any more: they are asked themself, and somebody rings.

Whom else they wish to be asked, they say in that call; until then the plan goes on with them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import SlotStatus
from hopecare.domain.check_ins import AnswererKind
from hopecare.domain.timeline import EntryKind
from hopecare.language import N_, translator
from hopecare.queries.check_ins import hold_plan, slot_by_id, unsent_questions
from hopecare.queries.stoppable import calls_about_check_ins, open_slots_of
from hopecare.queries.town_days import town_by_id
from hopecare.services.miss_slot import miss_slot
from hopecare.services.note_plan import note_plan
from hopecare.services.open_call_task import OwedCall, open_call_task
from notifications.outbox import stop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CallTask, CheckInPlan

CODE: Final = "asked_themselves"
WITHIN: Final = timedelta(hours=4)
"""The next question goes to them: they hear why before it comes."""
AGREE_ANEW: Final = N_(
    "Nobody is asked in their place any more: check-ins ask them themself. "
    "Agree on how they want it to go on."
)


def ask_themselves_again(
    session: Session, *, plan_id: UUID, by: Actor, now: datetime
) -> CallTask | None:
    """Ask the resident by the plan from now on; None where the plan asks them already."""
    plan = hold_plan(session, plan_id)
    if plan.asked_person_id is None:
        return None
    calls = calls_about_check_ins(session, plan.asked_person_id, about_id=plan.person_id)
    for call in calls:
        call.person_id = plan.person_id
    plan.asked_person_id, plan.answer_of = None, AnswererKind.RESIDENT
    session.flush()
    _recall(session, plan, by, now)
    note_plan(session, plan, EntryKind.CHECK_INS_CHANGED, by=by, now=now)
    return _owe(session, plan, by, now)


def _recall(session: Session, plan: CheckInPlan, by: Actor, now: datetime) -> None:
    """Recall what has not left for whoever was asked; a day not asked yet is rung for.

    What left already is followed with the resident.
    """
    for found in open_slots_of(session, plan.person_id):
        if found.plan_id != plan.id:
            continue
        slot = slot_by_id(session, found.id)
        unsent = unsent_questions(session, slot.id)
        for question in unsent:
            stop(session, question, code=CODE, now=now)
        if unsent and slot.status is SlotStatus.DUE:
            miss_slot(session, slot=slot, code=CODE, by=by, now=now)


def _owe(session: Session, plan: CheckInPlan, by: Actor, now: datetime) -> CallTask:
    say = translator(town_by_id(session, plan.town_id).language)
    owed = OwedCall(
        kind=CallTaskKind.CALL_BACK,
        dedup_key=f"asked_themselves:{plan.id}:{now.isoformat()}",
        due_at=now + WITHIN,
        person_id=plan.person_id,
        case_id=plan.case_id,
        words=say.gettext(AGREE_ANEW),
    )
    return open_call_task(session, town_id=plan.town_id, owed=owed, by=by, now=now)
