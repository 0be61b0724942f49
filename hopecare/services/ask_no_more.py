"""By their own wish or while they rest, nobody asks: what is about to be asked is taken back.

A question that is out already is not followed: nobody climbs for a silence that was asked for. But
somebody was asked and has not answered, so a person rings, once. Who was already taken to be silent
stays with the people who were alarmed, and nobody more is: one of them gives the all-clear. Who has
called for help is helped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.alerts import AlertEnd
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

    from hopecare.domain.identity import Actor
    from models import CheckInSlot

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

    No call is owed where it is known how they are: then an alarm is over as well.
    """
    for found in open_slots_of(session, person_id):
        slot = slot_by_id(session, found.id)
        if slot.status in OUT:
            was_asked = not has_not_left(session, slot)
            cancel_check_in(session, slot, code=code, by=by, now=now)
            if was_asked and owes_call:
                _owe_call(session, slot, by=by, now=now)
            continue
        if slot.status is SlotStatus.SILENT:
            _alarm_nobody_more(session, slot, is_known=not owes_call, by=by, now=now)
        for question in unsent_questions(session, slot.id):
            stop(session, question, code=code, now=now)


def _alarm_nobody_more(
    session: Session, slot: CheckInSlot, *, is_known: bool, by: Actor, now: datetime
) -> None:
    """End the alarm, or leave it with whoever has heard of it; somebody of staff has to be one."""
    if is_known:
        end_alarm(session, slot, ended_by=AlertEnd.NOT_NEEDED, by=by, now=now)
        return
    slot.next_rung_at = None
    if not open_alerts_of(session, slot.id):
        _owe_call(session, slot, due_at=now, by=by, now=now)


def _owe_call(
    session: Session, slot: CheckInSlot, *, due_at: datetime | None = None, by: Actor, now: datetime
) -> None:
    plan = plan_by_id(session, slot.plan_id)
    owe_missed_question(session, slot=slot, plan=plan, due_at=due_at, by=by, now=now)
