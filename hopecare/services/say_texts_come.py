"""Somebody asks once more for texts that come again already: they hear so, kindly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.shared_telephones import languages_of
from hopecare.queries.town_days import local_day
from hopecare.services.answer_help_word import ANSWERED_WITHIN
from notifications.gate import read_at
from notifications.outbox import promise

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import ContactPoint, InboundMessage, Message


def say_texts_come(
    session: Session, *, row: InboundMessage, points: Sequence[ContactPoint], now: datetime
) -> list[Message]:
    """Promise the text, once a day; a telephone that answers by itself hears it no second time.

    Where several have it, nobody knows who wrote: it is said there, once in each language that is
    read there, and to no other telephone of theirs. What was written long ago gets no answer: it
    would puzzle people, perhaps at night.
    """
    if now - row.received_at > ANSWERED_WITHIN:
        return []
    today = local_day(session, row.town_id, now)
    return [
        promise(
            session,
            town_id=row.town_id,
            kind=MessageKind.THANKS,
            to_person_id=person_id,
            dedup_key=f"texts_come:{person_id}:{today}",
            words=Words(text=Text.TEXTS_COME_ALREADY),
            channel=Channel.SMS,
            now=now,
        )
        for person_id in _readers(session, row, points, today)
    ]


def _readers(
    session: Session, row: InboundMessage, points: Sequence[ContactPoint], today: date
) -> list[UUID]:
    """The writer, where that is clear; else one for each language that is read there."""
    if row.person_id is not None:
        return [row.person_id]
    people = sorted({point.person_id for point in points})
    here = read_at(session, people, index=row.from_index, today=today)
    spoken = languages_of(session, [point.person_id for point in here])
    first = {spoken[point.person_id]: point.person_id for point in reversed(here)}
    return sorted(first.values())
