"""Tell who waits for a second that one is looked for: after their own yes, or when one left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.delivery import MessageKind
from hopecare.language.wordings import Text
from hopecare.queries.askings import find_live_asking
from hopecare.queries.offers import offer_by_id
from hopecare.queries.tasks import active_tasks_of_need
from hopecare.services.tell_helper import tell_helper

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Need, Offer, Task


def tell_of_second(
    session: Session,
    need: Need,
    *,
    offer: Offer | None = None,
    left: Task | None = None,
    now: datetime,
) -> None:
    """Say until when, to the one who just said yes or else to whoever remains after one left."""
    asking = find_live_asking(session, need.id)
    if asking is None:
        return
    for each in [offer] if offer is not None else _remaining(session, need):
        tell_helper(
            session,
            each,
            kind=MessageKind.NOTICE,
            text=Text.WAITS_FOR_SECOND,
            values={"until": asking.deadline},
            occasion=str(left.id) if left is not None else None,
            now=now,
        )


def _remaining(session: Session, need: Need) -> list[Offer]:
    """The offers of those who hold it; a task that began without one is told by a person."""
    tasks = active_tasks_of_need(session, need.id)
    return [offer_by_id(session, task.offer_id) for task in tasks if task.offer_id is not None]
