"""Somebody asks once more for texts that come again already: they hear so, kindly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.town_days import local_day
from hopecare.services.answer_help_word import ANSWERED_WITHIN
from notifications.outbox import promise

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import ContactPoint, InboundMessage, Message


def say_texts_come(
    session: Session, *, row: InboundMessage, points: Sequence[ContactPoint], now: datetime
) -> Message | None:
    """Promise the text, once a day; a telephone that answers by itself hears it no second time.

    What was written long ago gets no answer: it would puzzle people, perhaps at night.
    """
    if now - row.received_at > ANSWERED_WITHIN:
        return None
    person_id = row.person_id or min(point.person_id for point in points)
    return promise(
        session,
        town_id=row.town_id,
        kind=MessageKind.THANKS,
        to_person_id=person_id,
        dedup_key=f"texts_come:{person_id}:{local_day(session, row.town_id, now)}",
        words=Words(text=Text.TEXTS_COME_ALREADY),
        channel=Channel.SMS,
        now=now,
    )
