"""Promise one text of numbers to one reader of staff, once under its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from models import Message, Town
from notifications.outbox import promise, stop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.language.texts import Words


def hold_unless_told(session: Session, town_id: UUID, key: str) -> Town | None:
    """Hold the town, so that a second worker sees what the first promised; None where it did.

    Only against others who hold it too: new rows wait for nothing.
    """
    hold = {"key_share": True}
    town = session.get_one(Town, town_id, with_for_update=hold, populate_existing=True)
    same = select(Message.id).where(Message.town_id == town_id, Message.dedup_key == key)
    return None if session.scalar(same) is not None else town


def promise_numbers(  # noqa: PLR0913  one text: whose, its name, its words, and until when
    session: Session,
    *,
    town_id: UUID,
    person_id: UUID,
    key: str,
    words: Words,
    language: str,
    ends: datetime,
    is_news: bool,
    now: datetime,
) -> Message:
    """Promise it until `ends`; with nothing to say it is written down and goes nowhere."""
    message = promise(
        session,
        town_id=town_id,
        kind=MessageKind.DIGEST,
        to_person_id=person_id,
        dedup_key=key,
        words=words,
        valid_until=ends,
        language=language,
        channel=Channel.SMS,
        now=now,
    )
    if not is_news:
        stop(session, message, code="nothing_to_say", now=now)
    return message
