"""Somebody was not reached: the next step is owed by somebody, and has its day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.alerts import Learnt
from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.recurring import cause_of
from hopecare.domain.roles import STAFF
from hopecare.domain.unreached import RESTS, step_after
from hopecare.queries.offices_rung import keeps_cause
from hopecare.services.ask_how_it_went import ask_how_it_went
from hopecare.services.follow_office_call import follow_office_call
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.rest_plan import rest_plan
from hopecare.services.ring_resident_instead import ring_resident_instead

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.domain.unreached import NextStep
    from models import CallTask

AT_THE_DOOR: Final = (CallOutcome.DOOR_NOT_OPENED, CallOutcome.CARD_LEFT)


def follow_unreached(
    session: Session,
    *,
    task: CallTask,
    is_unknown: bool = False,
    again_at: datetime | None,
    by: Identity,
    now: datetime,
) -> CallTask | None:
    """Owe what its outcome asks for next; None where it asks for nothing.

    `is_unknown`: what an office was rung for was not written down before. What a neighbour
    heard at the door is for staff to make sure of: only they pause a plan. Who was rung in a
    resident's place has this step of their own; the resident is rung besides.
    """
    if keeps_cause(task):
        return follow_office_call(
            session, task=task, is_unknown=is_unknown, again_at=again_at, by=by, now=now
        )
    step = step_after(task.kind, task.outcome)
    is_knock = task.kind is CallTaskKind.KNOCK
    if step is None or (is_knock and task.outcome in AT_THE_DOOR):
        return None  # a closed door at a knock is silence, which its ladder takes up
    due_at = again_at or now + step.within
    if task.outcome is CallOutcome.EMERGENCY_RUNG and step.kind is not None:
        return ask_how_it_went(session, task, due_at=due_at, by=by, now=now)
    owed = _next_call(task, step, due_at, by)
    following = open_call_task(session, town_id=task.town_id, owed=owed, by=by, now=now)
    if step.kind is not None:
        ring_resident_instead(session, task, by=by, now=now)
    end = RESTS.get(task.outcome) if task.outcome else None
    if end is not None and by.roles & STAFF:
        _rest(session, following, Learnt(end, task.id), by=by, now=now)
    return following


def _next_call(task: CallTask, step: NextStep, due_at: datetime, by: Identity) -> OwedCall:
    """The same call keeps its cause, by which whatever ends it finds it; a next step its own."""
    is_same = step.kind is None
    return OwedCall(
        kind=step.kind or task.kind,
        dedup_key=cause_of(task.dedup_key) if is_same else f"again:{task.id}",
        due_at=due_at,
        person_id=task.person_id,
        about_person_id=task.about_person_id,
        case_id=task.case_id,
        need_id=task.need_id if is_same else None,
        report_id=task.report_id,
        slot_id=task.slot_id if is_same else None,
        owner_id=by.person_id if by.roles & STAFF else None,
        centre_id=task.centre_id,
        words=task.words,
        recurs=is_same,
    )


def _rest(
    session: Session, following: CallTask, learnt: Learnt, *, by: Identity, now: datetime
) -> None:
    """Nobody is asked until the day somebody asks again; after a death, until it is sure."""
    person_id, until = following.person_id, following.due_at
    if person_id is not None:
        rest_plan(session, person_id, until=until, learnt=learnt, by=by, now=now)
