"""Words to many got lost on a telephone that several share: the others' like words leave after all.

One of them is sent at a time, as ever (`notifications/same_telephone.py`): where it arrives, the
rest were told by it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.care_path import MessageStatus
from hopecare.queries.told_together import counted_as_told
from models import Broadcast
from notifications.outbox import put

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Message

FIRST_LOST: Final = "first_lost"


def tell_the_others(session: Session, message: Message, *, now: datetime) -> int:
    """Put back into the line whoever counted as told by this message, and say how many."""
    if message.broadcast_id is None or message.contact_point_id is None:
        return 0
    if session.get_one(Broadcast, message.broadcast_id).stopped_at is not None:
        return 0
    session.flush()
    others = counted_as_told(session, message, now=now)
    for other in others:
        other.not_before = max(now, other.not_before)
        put(session, other, MessageStatus.PENDING, at=now, code=FIRST_LOST)
    return len(others)
