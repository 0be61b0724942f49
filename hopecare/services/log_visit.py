"""Log one visit: what came of it, how long, and a note where there is something to say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.care_path import TaskStatus
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError, MoveNotAllowedError
from hopecare.queries.cases import case_by_id
from hopecare.queries.repeats import same_visit
from hopecare.queries.tasks import task_by_id
from hopecare.services.note_timeline import note_timeline
from models import Visit

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.aid import NoteMark
    from hopecare.domain.identity import Actor
    from hopecare.domain.offers import VisitResult
    from models import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitMade:
    """When somebody went, for how long, and what came of it."""

    visited_at: datetime
    minutes: int
    result: VisitResult
    words: str | None = None
    words_as: NoteMark | None = None


def log_visit(
    session: Session, *, task_id: UUID, made: VisitMade, by: Actor, now: datetime
) -> Visit:
    """Write the visit of a helper who holds the task; never one that lies ahead.

    The same visit written again a moment later is the first one.
    """
    task = task_by_id(session, task_id)
    if task.status is not TaskStatus.ACTIVE:
        raise MoveNotAllowedError(machine="task", status=task.status, event="visit_logged")
    if made.visited_at > now:
        raise InvalidInputError({"visited_at": ["in_the_future"]})
    visit = _visit(task, made, now)
    first = same_visit(session, visit)
    if first is not None:
        return first
    session.add(visit)
    session.flush()
    note_timeline(
        session,
        town_id=task.town_id,
        kind=EntryKind.VISIT_LOGGED,
        at=now,
        by=by,
        person_id=case_by_id(session, task.case_id).resident_id,
        case_id=task.case_id,
        subject_id=visit.id,
        facts={"result": visit.result.value, "minutes": visit.minutes},
    )
    return visit


def _visit(task: Task, made: VisitMade, now: datetime) -> Visit:
    return Visit(
        town_id=task.town_id,
        task_id=task.id,
        case_id=task.case_id,
        helper_id=task.helper_id,
        visited_at=made.visited_at,
        logged_at=now,
        minutes=made.minutes,
        result=made.result,
        words=made.words or None,
        words_as=made.words_as if made.words else None,
    )
