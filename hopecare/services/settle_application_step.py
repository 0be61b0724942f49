"""Say that a step after a decision was done, or is not taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.applications import FollowUp, StepStands
from hopecare.errors import StaleVersionError
from hopecare.queries.answer_day_calls import open_day_calls
from hopecare.queries.follow_ups import step_by_id
from hopecare.queries.town_days import local_day
from hopecare.services.finish_call_task import finish_call_task

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import ApplicationStep


def settle_application_step(  # noqa: PLR0913  a step of a decision, read at a version
    session: Session,
    *,
    of_id: UUID,
    step_id: UUID,
    version: int,
    stands: StepStands,
    words: str | None,
    by: Actor,
    now: datetime,
) -> ApplicationStep:
    """Of an application or a referral: over the version that was read, with its day.

    It may be opened again. Where nobody objects, nobody is asked until when one may.
    """
    step = step_by_id(session, of_id, step_id)
    if step.version != version:
        raise StaleVersionError(step_id=step_id, version=step.version)
    is_open, today = stands is StepStands.OPEN, local_day(session, step.town_id, now)
    step.stands, step.words = stands, words
    step.settled_on = None if is_open else today
    step.settled_by_id = None if is_open else by.person_id
    if step.step is FollowUp.OBJECT and not is_open:
        for task in open_day_calls(session, of_id):
            finish_call_task(session, task_id=task.id, outcome=None, by=by, now=now)
    session.flush()
    return step
