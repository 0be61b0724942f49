"""Tell a helper kindly that their task has ended, and thank them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.delivery import MessageKind
from hopecare.language.wordings import Text
from hopecare.queries.offers import offer_by_id
from hopecare.queries.residents import person_by_id
from hopecare.services.tell_helper import tell_helper

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Case, Task


def tell_task_ended(session: Session, case: Case, task: Task, *, now: datetime) -> None:
    """Promise the words once; a task that began without an offer is told by a person."""
    if task.offer_id is None:
        return
    tell_helper(
        session,
        offer_by_id(session, task.offer_id),
        kind=MessageKind.NOTICE,
        text=Text.TASK_ENDED,
        values={"name": person_by_id(session, case.resident_id).called},
        now=now,
    )
