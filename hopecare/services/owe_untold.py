"""Words do not reach somebody who counts on them: a person rings instead."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.delivery import MessageKind
from hopecare.queries.check_ins import slot_by_id
from hopecare.queries.untold import untold_key, was_dropped
from hopecare.services.open_call_task import OwedCall, open_call_task

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.calls import CallBecause
    from hopecare.domain.identity import Actor
    from models import CallTask, Message

SAME_DAY: Final = timedelta(hours=2)


def owe_untold(
    session: Session,
    *,
    message: Message,
    words: str | None,
    because: CallBecause | None = None,
    by: Actor,
    now: datetime,
) -> CallTask:
    """Owe the call once a message, the same day; who is told of an alarm is rung at once.

    Words that left, so that the call was dropped, and got lost on their way owe it anew.
    """
    key = untold_key(message.id)
    is_lost_since = message.sent_at is not None and was_dropped(
        session, town_id=message.town_id, dedup_key=key
    )
    slot = slot_by_id(session, message.slot_id) if message.slot_id else None
    owed = OwedCall(
        kind=CallTaskKind.CALL_BACK,
        dedup_key=key,
        due_at=now if message.kind is MessageKind.ALERT else now + SAME_DAY,
        person_id=message.to_person_id,
        about_person_id=slot.person_id if slot else None,
        case_id=message.case_id,
        slot_id=message.slot_id,
        words=words,
        because=because,
        recurs=is_lost_since,
    )
    return open_call_task(session, town_id=message.town_id, owed=owed, by=by, now=now)
