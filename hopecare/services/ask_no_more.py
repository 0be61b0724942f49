"""By their own wish or while they rest, nobody asks: what is about to be asked is taken back.

A question that is out already is not followed: nobody climbs for a silence that was asked for. But
somebody was asked and has not answered, so a person rings, once. Who was already taken to be silent
stays with the people who were alarmed, and nobody more is: one of them gives the all-clear. Who has
called for help is helped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.care_path import SlotStatus
from hopecare.queries.alerts import open_alerts_of
from hopecare.queries.check_ins import (
    has_not_left,
    plan_by_id,
    slot_by_id,
    unsent_questions,
)
from hopecare.queries.stoppable import open_slots_of
from hopecare.services.cancel_check_in import cancel_check_in
from hopecare.services.end_alarm import end_alarm
from hopecare.services.owe_missed_question import owe_missed_question
from notifications.outbox import stop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.alerts import Learnt
    from hopecare.domain.identity import Actor
    from models import CheckInSlot

CODE: Final = "check_ins_stopped"
OUT: Final = (SlotStatus.DUE, SlotStatus.WAITING)
"""Asked, or about to be; nobody has been alarmed."""
UNCLEAR: Final = (SlotStatus.SILENT, SlotStatus.NOT_ASKED)
"""Nobody knows how they are, and nobody has called for help."""


def ask_no_more(
    session: Session,
    *,
    person_id: UUID,
    by: Actor,
    now: datetime,
    code: str = CODE,
    learnt: Learnt | None = None,
) -> None:
    """Take back what has not left; what is out ends with one call that is owed.

    No call is owed where it was learnt what became of them: then an alarm is over as well, and so
    is a question that could not be asked.
    """
    for found in open_slots_of(session, person_id):
        slot = slot_by_id(session, found.id)
        if slot.status in OUT:
            was_asked = not has_not_left(session, slot)
            cancel_check_in(session, slot, code=code, learnt=learnt, by=by, now=now)
            if was_asked and learnt is None:
                _owe_call(session, slot, by=by, now=now)
            continue
        if slot.status in UNCLEAR and learnt is not None:
            end, call_id = learnt.ended_by, learnt.call_task_id
            end_alarm(session, slot, ended_by=end, call_task_id=call_id, by=by, now=now)
        elif slot.status is SlotStatus.SILENT:
            _alarm_nobody_more(session, slot, by=by, now=now)
        for question in unsent_questions(session, slot.id):
            stop(session, question, code=code, now=now)


def _alarm_nobody_more(session: Session, slot: CheckInSlot, *, by: Actor, now: datetime) -> None:
    """Leave the alarm with whoever has heard of it; somebody of staff has to be one."""
    slot.next_rung_at = None
    if not open_alerts_of(session, slot.id):
        _owe_call(session, slot, due_at=now, by=by, now=now)


def _owe_call(
    session: Session, slot: CheckInSlot, *, due_at: datetime | None = None, by: Actor, now: datetime
) -> None:
    plan = plan_by_id(session, slot.plan_id)
    owe_missed_question(session, slot=slot, plan=plan, due_at=due_at, by=by, now=now)
