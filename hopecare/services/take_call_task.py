"""Somebody says that they will ring, so that nobody else does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from hopecare.errors import MoveNotAllowedError
from hopecare.queries.call_pages import call_task_by_id

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CallTask


def take_call_task(session: Session, *, task_id: UUID, by: Actor) -> CallTask:
    """Write who rings; whoever takes it later takes it over. One that is done stays as it is.

    What asks for somebody's yes to a crisis is not taken by ringing: it would fall silent.

    No timeline entry: nothing has happened to the person yet. The call itself leaves one.
    """
    task = call_task_by_id(session, task_id, alone=True)
    if task.status is CallTaskStatus.OPEN and task.kind is CallTaskKind.CRISIS_HANDED:
        raise MoveNotAllowedError(machine="call_task", status=task.status, event="taken")
    if task.status is CallTaskStatus.OPEN:
        task.owner_id = by.person_id
    session.flush()
    return task
