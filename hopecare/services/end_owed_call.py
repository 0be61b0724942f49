"""Write what came of a call that was owed, and owe the next one where nobody was reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.calls import (
    ASKS_WHOSE,
    CallDirection,
    CallOutcome,
    CallTaskKind,
    WhoseEnd,
    is_rung_untold,
)
from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.later_calls import NEVER_LATER
from hopecare.domain.unreached import step_after
from hopecare.errors import InvalidInputError
from hopecare.queries.call_pages import call_task_by_id
from hopecare.queries.cases import case_by_id
from hopecare.queries.check_ins import slot_by_id
from hopecare.queries.offices_rung import is_unknown_still, outcomes_open_to
from hopecare.queries.whose_end import is_about_another
from hopecare.services.ask_after_no_death import ask_after_no_death
from hopecare.services.ask_again import ask_again
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.follow_told_of import follow_told_of
from hopecare.services.follow_unreached import follow_unreached
from hopecare.services.log_call import CallNote, log_call

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import CallTask


@dataclass(frozen=True, slots=True, kw_only=True)
class CameOfCall:
    """The outcome, what was said, and when to try again where somebody named an hour."""

    outcome: CallOutcome
    words: str | None = None
    again_at: datetime | None = None
    whose: WhoseEnd | None = None
    """Of whom it is true, where somebody was rung about another."""


def end_owed_call(
    session: Session, *, task_id: UUID, came: CameOfCall, by: Identity, now: datetime
) -> CallTask:
    """Log the call, end its task and owe what follows; a call that is over stays as it is.

    Refused where the emergency number was rung, and nobody says who rang, when, and what was said;
    where somebody was rung about another, and nobody says whose death, stay or move it is; and
    where a call that cannot wait would be rung again later than usual.
    Its check-in is held first, as the resident's answer holds it, then its case, as an office's
    does: each would wait for the other's row.
    """
    causes = call_task_by_id(session, task_id)
    slot_id, case_id = causes.slot_id, causes.case_id
    if slot_id is not None:
        slot_by_id(session, slot_id)
    if case_id is not None:
        case_by_id(session, case_id, alone=True)
    task = call_task_by_id(session, task_id, alone=True)
    if task.status is not CallTaskStatus.OPEN:
        return task
    if came.outcome not in outcomes_open_to(task):
        raise InvalidInputError({"outcome": ["not_for_an_office"]})
    if is_rung_untold(came.outcome, came.words):
        raise InvalidInputError({"note": ["who_rang"]})
    _refuse_far_day(task, came, now)
    is_told = _is_told_of_another(session, task, came)
    is_unknown = is_unknown_still(session, task)
    _write(session, task, came, is_told=is_told, by=by, now=now)
    ask_again(session, task, by=by, now=now)
    ask_after_no_death(session, task, by=by, now=now)
    if is_told:
        follow_told_of(
            session, task=task, outcome=came.outcome, again_at=came.again_at, by=by, now=now
        )
        return task
    follow_unreached(
        session, task=task, is_unknown=is_unknown, again_at=came.again_at, by=by, now=now
    )
    return task


def _is_told_of_another(session: Session, task: CallTask, came: CameOfCall) -> bool:
    """Whether whoever was rung told it of the one whom the call is about."""
    if came.outcome not in ASKS_WHOSE or not is_about_another(session, task):
        return False
    if came.whose is None:
        raise InvalidInputError({"whose": ["whose"]})
    return came.whose is WhoseEnd.ABOUT


def _write(
    session: Session,
    task: CallTask,
    came: CameOfCall,
    *,
    is_told: bool,
    by: Identity,
    now: datetime,
) -> None:
    """Log the call with whom it is true of, and end its task: who told of another was reached."""
    # The next call is owed with its own hour: the log must not owe one as well.
    note = CallNote(
        direction=CallDirection.MADE,
        outcome=came.outcome,
        person_id=task.about_person_id if is_told else task.person_id,
        report_id=task.report_id,
        call_task_id=task.id,
        words=came.words,
        owes_call_back=False,
    )
    log_call(session, note=note, by=by, now=now)
    outcome = CallOutcome.SPOKE if is_told else came.outcome
    finish_call_task(session, task_id=task.id, outcome=outcome, by=by, now=now)


def _refuse_far_day(task: CallTask, came: CameOfCall, now: datetime) -> None:
    """What cannot wait is rung again within its usual time; a next step has its own day.

    But whether somebody has died, and how it went with the emergency services, cannot wait either.
    """
    step = step_after(task.kind, came.outcome)
    if came.again_at is None or step is None or came.again_at <= now + step.within:
        return
    is_death = (step.kind or task.kind) is CallTaskKind.RECORD_DEATH
    is_rung = came.outcome is CallOutcome.EMERGENCY_RUNG
    if is_death or is_rung or (step.kind is None and task.kind in NEVER_LATER):
        raise InvalidInputError({"again_on": ["rung_again_soon"]})
