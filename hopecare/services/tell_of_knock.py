"""Text whoever should knock at a resident's door: at whose, and by when."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.delivery import MessageKind
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.volunteers import person_by_id
from notifications.outbox import About, promise

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import CallTask, Message

SOON: Final = timedelta(minutes=30)
"""A reminder names an hour that has not passed."""


def tell_of_knock(
    session: Session, task: CallTask, *, now: datetime, again: int = 0
) -> Message | None:
    """Promise the words, once for each time of asking; None where nobody is to knock.

    They name an hour, and never leave after it.
    """
    if task.owner_id is None or task.person_id is None:
        return None
    until = max(task.due_at, now + SOON) if again else task.due_at
    helper, resident = (person_by_id(session, each) for each in (task.owner_id, task.person_id))
    return promise(
        session,
        town_id=task.town_id,
        kind=MessageKind.NOTICE,
        to_person_id=helper.id,
        dedup_key=f"knock:{task.id}:{helper.id}:{again}",
        words=Words(
            text=Text.KNOCK,
            values={"helper": helper.called, "name": resident.called, "until": until},
        ),
        about=About(case_id=task.case_id, slot_id=task.slot_id),
        valid_until=until,
        now=now,
    )
