"""Promise one text of numbers to one reader of staff, once under its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from notifications.outbox import promise, stop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.language.texts import Words
    from models import Message


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
