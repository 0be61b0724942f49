"""The words of a message to many reach a telephone once, however many of its readers share it.

Decided as they leave, never when they are promised: whoever would have been told by another's
words goes untold where those were held, recalled or lost.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.broadcasts import LEFT, TOLD_TOGETHER
from notifications.outbox import note, stop_held

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import ContactPoint, Message
    from notifications.said_to import SaidTo

WAITS_FOR_SAME: Final = "waits_for_same"
LOOKS_AGAIN_AFTER: Final = timedelta(minutes=1)
AN_INSTANT: Final = timedelta(microseconds=1)


def is_kept_back(
    session: Session, message: Message, point: ContactPoint | None, said: SaidTo, *, now: datetime
) -> bool:
    """End words that this telephone was told already; let them wait where that is not known yet."""
    same = said.same(message, point) if point else ()
    if point is None or not same:
        return False
    if any(each.status in LEFT for each in same):
        message.contact_point_id = point.id
        stop_held(session, message, code=TOLD_TOGETHER, now=now)
        return True
    message.not_before = min(now + LOOKS_AGAIN_AFTER, message.valid_until - AN_INSTANT)
    note(session, message, at=now, code=WAITS_FOR_SAME)
    return True
