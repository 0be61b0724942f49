"""Somebody knocked: what they found answers the check-in, or lets its ladder begin at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hopecare.domain.alerts import AlertKind
from hopecare.domain.calls import CallDirection, KnockFound, outcome_of
from hopecare.domain.care_path import CallTaskStatus, SlotStatus
from hopecare.domain.check_in_times import rests_at
from hopecare.domain.check_ins import AskedBy
from hopecare.domain.ladders import step_at
from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.roles import STAFF
from hopecare.errors import NotFoundError
from hopecare.queries.call_pages import call_task_by_id
from hopecare.queries.check_in_board import awaited_with, find_live_plan
from hopecare.queries.check_ins import plan_by_id, rhythm_of, slot_by_id
from hopecare.queries.stoppable import has_died
from hopecare.reading.ladders import ladder_of
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.follow_unreached import follow_unreached
from hopecare.services.log_call import CallNote, log_call
from hopecare.services.owe_missed_question import owe_missed_question
from hopecare.services.raise_alert import Cause, raise_alert
from hopecare.services.record_reply import record_reply
from models import CallTask

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import CheckInPlan, CheckInSlot

ANSWERS: Final = {
    KnockFound.WELL: ReplyMeaning.FINE,
    KnockFound.NEEDS_HELP: ReplyMeaning.HELP,
    KnockFound.REFUSED: ReplyMeaning.FINE,
}
"""Who sends a neighbour away was seen at the door."""
CLOSED: Final = (KnockFound.DOOR_NOT_OPENED, KnockFound.CARD_LEFT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Knock:
    """What was found at the door."""

    found: KnockFound
    words: str | None = None


def answer_knock(
    session: Session, *, task_id: UUID, knock: Knock, by: Identity, now: datetime
) -> CallTask:
    """Write the try at the door; a knock that was written down stays as it is."""
    task = _held(session, task_id)
    if task.status is not CallTaskStatus.OPEN:
        return task
    outcome = outcome_of(knock.found)
    note = CallNote(
        direction=CallDirection.DOOR,
        outcome=outcome,
        person_id=task.person_id,
        call_task_id=task.id,
        words=knock.words,
    )
    log_call(session, note=note, by=by, now=now)
    finish_call_task(session, task_id=task.id, outcome=outcome, by=by, now=now)
    if task.slot_id is not None:
        _follow(session, slot_by_id(session, task.slot_id), knock, by=by, now=now)
    follow_unreached(session, task=task, again_at=None, by=by, now=now)
    if knock.found is KnockFound.HAS_DIED and not by.roles & STAFF:
        _alarm(session, task, by=by, now=now)
    session.flush()
    return task


def _alarm(session: Session, task: CallTask, *, by: Identity, now: datetime) -> None:
    """Whoever is on duty hears at once that a neighbour says so: nobody may lie there unseen."""
    cause = Cause(
        dedup_key=f"death_told:{task.id}",
        person_id=task.person_id,
        case_id=task.case_id,
        slot_id=task.slot_id,
        centre_id=task.centre_id,
    )
    kind = AlertKind.HELP_ASKED
    raise_alert(session, town_id=task.town_id, kind=kind, cause=cause, by=by, now=now)


def _held(session: Session, task_id: UUID) -> CallTask:
    """Hold the check-in before the call about it, as an answer by any other way does."""
    asked = session.get(CallTask, task_id)
    if asked is None:
        raise NotFoundError(call_task_id=task_id)
    if asked.slot_id is not None:
        slot_by_id(session, asked.slot_id)
    return call_task_by_id(session, task_id, alone=True)


def _follow(
    session: Session, slot: CheckInSlot, knock: Knock, *, by: Identity, now: datetime
) -> None:
    """Answer the check-in and the older ones of its plan; a closed door is silence from now on.

    Of a day that was cancelled no ladder takes it up: a person rings, where they are still asked.
    """
    meaning, plan = ANSWERS.get(knock.found), plan_by_id(session, slot.plan_id)
    is_over = slot.status is SlotStatus.CANCELLED
    if knock.found in CLOSED and is_over and _is_asked_still(session, slot.person_id, now):
        owe_missed_question(session, slot=slot, plan=plan, by=by, now=now)
    if meaning is None:
        _count_from_now(slot, plan, now)
        return
    for each in awaited_with(session, slot):
        record_reply(
            session,
            slot=each,
            meaning=meaning,
            from_person_id=plan.asked_person_id or slot.person_id,
            by=by,
            now=now,
        )


def _is_asked_still(session: Session, person_id: UUID, now: datetime) -> bool:
    """Whether they live and wish to be asked: a stay in hospital opens no door either."""
    plan = find_live_plan(session, person_id)
    if plan is None or plan.asked_by is AskedBy.NOBODY or has_died(session, person_id):
        return False
    return not rests_at(rhythm_of(plan), now)


def _count_from_now(slot: CheckInSlot, plan: CheckInPlan, now: datetime) -> None:
    """Nobody waits for the hour of a knock that has come to nothing already."""
    first = step_at(ladder_of(plan, slot), 0)
    has_begun = slot.status is not SlotStatus.WAITING or slot.rungs_climbed > 0
    if first is None or has_begun or slot.asked_at is None or slot.asked_at <= now:
        return
    slot.asked_at, slot.next_rung_at = now, now + first.after
