"""The knocks a helper owes: at whose door, and by when; where it is stands with their task."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, TaskStatus
from hopecare.domain.check_ins import QuestionCode
from hopecare.errors import NotFoundError
from models import CallTask, Case, CheckInPlan, CheckInSlot, Person, Task

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class KnockView:
    """One knock, as the helper who owes it may see it."""

    knock_id: UUID
    resident_id: UUID
    called: str
    until: datetime
    task_id: UUID | None
    """The task by which they help: address and telephone stand on its page."""
    question: QuestionCode
    """What the plan wants to know of them."""


def knocks_of_helper(session: Session, helper_id: UUID) -> Sequence[KnockView]:
    """Give the knocks a helper still owes, what is due first."""
    return _knocks(session, helper_id, None)


def knock_view(session: Session, knock_id: UUID, *, helper_id: UUID) -> KnockView:
    """Give one knock that is still owed; the caller asked who reads."""
    found = _knocks(session, None, knock_id, tasks_of=helper_id)
    if not found:
        raise NotFoundError(kind="knock", call_task_id=knock_id)
    return found[0]


def _knocks(
    session: Session, owner_id: UUID | None, knock_id: UUID | None, *, tasks_of: UUID | None = None
) -> list[KnockView]:
    asked = (
        select(CallTask, Person, CheckInPlan.question)
        .join(Person, Person.id == CallTask.person_id)
        .outerjoin(CheckInSlot, CheckInSlot.id == CallTask.slot_id)
        .outerjoin(CheckInPlan, CheckInPlan.id == CheckInSlot.plan_id)
        .where(CallTask.kind == CallTaskKind.KNOCK, CallTask.status == CallTaskStatus.OPEN)
        .order_by(CallTask.due_at, CallTask.id)
    )
    if owner_id is not None:
        asked = asked.where(CallTask.owner_id == owner_id)
    if knock_id is not None:
        asked = asked.where(CallTask.id == knock_id)
    rows = session.execute(asked).all()
    tasks = _tasks(session, owner_id or tasks_of, [person.id for _, person, _ in rows])
    return [
        KnockView(
            knock_id=knock.id,
            resident_id=person.id,
            called=person.called,
            until=knock.due_at,
            task_id=tasks.get(person.id),
            question=question or QuestionCode.WELLBEING,
        )
        for knock, person, question in rows
    ]


def _tasks(session: Session, helper_id: UUID | None, residents: Sequence[UUID]) -> dict[UUID, UUID]:
    """The task by which this helper helps each of these residents."""
    rows = session.execute(
        select(Case.resident_id, Task.id)
        .join(Case, Case.id == Task.case_id)
        .where(
            Task.helper_id == helper_id,
            Task.status == TaskStatus.ACTIVE,
            Case.resident_id.in_(residents),
        )
        .order_by(Task.started_at.desc())
    )
    return {row.resident_id: row.id for row in rows}
