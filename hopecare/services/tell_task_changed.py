"""Tell whoever helps that what they help with has changed: what, and when it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.delivery import MessageKind
from hopecare.language.wordings import Text
from hopecare.queries.offer_messages import unsent_notices
from hopecare.queries.offers import offer_by_id
from hopecare.queries.residents import person_by_id
from hopecare.queries.times_told import times_told
from hopecare.services.tell_helper import tell_helper
from notifications.outbox import stop

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Need, Task


def tell_task_changed(session: Session, need: Need, task: Task, *, now: datetime) -> None:
    """Promise the words for each change; what has not left of an earlier one is recalled.

    A task that began without an offer is told by a person.
    """
    if task.offer_id is None:
        return
    offer = offer_by_id(session, task.offer_id)
    for waiting in unsent_notices(session, offer.id, named=Text.TASK_CHANGED):
        stop(session, waiting, code="put_again", now=now)
    helper = person_by_id(session, task.helper_id)
    tell_helper(
        session,
        offer,
        kind=MessageKind.NOTICE,
        text=Text.TASK_CHANGED,
        values={
            "need": need.kind,
            "when": times_told(session, need, language=helper.language, now=now),
        },
        occasion=str(need.version),
        now=now,
    )
