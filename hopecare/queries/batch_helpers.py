"""Reads everybody who may be asked at all in a town, as the domain's facts, in three statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from hopecare.domain.care_path import TaskStatus
from hopecare.queries.candidate_facts import facts_of_rows, helpers_as_rows
from hopecare.queries.tasks_held import RECENTLY
from models import Person, Task, VolunteerProfile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from hopecare.domain.matching.constraints import HelperFacts


def active_helpers(session: Session, *, now: datetime) -> list[HelperFacts]:
    """Read every volunteer of the town who takes requests; who is away for a time is among them."""
    rows = session.execute(
        helpers_as_rows()
        .where(
            VolunteerProfile.suspended_at.is_(None),
            VolunteerProfile.is_on_duty.is_(True),
            Person.died_on.is_(None),
        )
        .order_by(VolunteerProfile.person_id)
    ).all()
    return _with_tasks(session, rows, now)


def helpers_of(session: Session, helper_ids: Sequence[UUID], *, now: datetime) -> list[HelperFacts]:
    """Read some volunteers, whether they take requests or not."""
    wanted = VolunteerProfile.person_id.in_(helper_ids)
    rows = session.execute(
        helpers_as_rows().where(wanted).order_by(VolunteerProfile.person_id)
    ).all()
    return _with_tasks(session, rows, now)


def _with_tasks(session: Session, rows: Any, now: datetime) -> list[HelperFacts]:  # noqa: ANN401  rows of a statement
    active = _count_tasks(session, Task.status == TaskStatus.ACTIVE)
    recent = _count_tasks(session, Task.started_at > now - RECENTLY)
    return facts_of_rows(rows, active, recent)


def _count_tasks(session: Session, condition: ColumnElement[bool]) -> dict[UUID, int]:
    counted = session.execute(
        select(Task.helper_id, func.count()).where(condition).group_by(Task.helper_id)
    )
    return {row[0]: row[1] for row in counted}
