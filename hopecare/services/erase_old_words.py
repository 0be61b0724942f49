"""Erase the words of old texts, calls and replies, some at a time: that they were stays.

When, to whom, what for, how it went and what was meant remain, with the numbers and times of every
attempt. Of a reply the telephone number goes too; its keyed index remains, for a STOP must hold
for ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import update

from hopecare.domain.retention import KeptWords
from hopecare.queries.old_words import find_erasure, old_rows
from models import InboundMessage, Message

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.queries.old_words import OldRow

AT_ONCE: Final = 500
"""Rows in one transaction: others must be able to write in between."""
NO_NUMBER: Final = ""


def erase_old_words(
    session: Session, *, town_id: UUID, kind: KeptWords, after: OldRow | None, now: datetime
) -> Sequence[OldRow]:
    """Go through the next rows of the night under way and give them; the last are fewer."""
    night = find_erasure(session, town_id)
    if night is None or night.ended_at is not None:
        return ()
    rows = old_rows(session, kind, night, after=after, limit=AT_ONCE)
    gone = [row.id for row in rows if not row.stays]
    if kind is KeptWords.MESSAGES:
        _erase_messages(session, gone)
        night.messages += len(gone)
    else:
        _erase_replies(session, gone, now)
        night.replies += len(gone)
    session.flush()
    return rows


def _erase_messages(session: Session, ids: Sequence[UUID]) -> None:
    session.execute(update(Message).where(Message.id.in_(ids)).values(body=None))


def _erase_replies(session: Session, ids: Sequence[UUID], now: datetime) -> None:
    session.execute(
        update(InboundMessage)
        .where(InboundMessage.id.in_(ids))
        .values(body=None, from_number=NO_NUMBER, erased_at=now)
    )
