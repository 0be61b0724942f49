"""Text one person what waits this morning, in numbers; once a day, and nothing for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.domain.digest import digest_key
from hopecare.language.digest_words import in_one_line
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.digest import digest_numbers, find_reader
from hopecare.queries.town_days import local_day
from models import Message, Person, Town
from notifications.outbox import promise, stop

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.digest import DigestNumber


def tell_digest(
    session: Session, *, town_id: UUID, person_id: UUID, ends: datetime, now: datetime
) -> Message | None:
    """Promise the text until `ends`; None where it was seen to today, or they read no lists.

    With nothing to say it is written down and goes nowhere, so that nobody is told at noon.
    """
    # Held, so that a second worker sees what the first has promised; new rows wait for nothing.
    hold = {"key_share": True}
    town = session.get_one(Town, town_id, with_for_update=hold, populate_existing=True)
    on = local_day(session, town_id, now)
    reader = find_reader(session, person_id, now=now)
    if reader is None or _is_seen_to(session, town_id, digest_key(person_id, on)):
        return None
    numbers = digest_numbers(session, reader, zone=town.zone, on=on, now=now)
    language = session.get_one(Person, person_id).language
    message = promise(
        session,
        town_id=town_id,
        kind=MessageKind.DIGEST,
        to_person_id=person_id,
        dedup_key=digest_key(person_id, on),
        words=_words(numbers, language),
        valid_until=ends,
        language=language,
        channel=Channel.SMS,
        now=now,
    )
    if not any(numbers.values()):
        stop(session, message, code="nothing_to_say", now=now)
    return message


def _is_seen_to(session: Session, town_id: UUID, key: str) -> bool:
    same = select(Message.id).where(Message.town_id == town_id, Message.dedup_key == key)
    return session.scalar(same) is not None


def _words(numbers: Mapping[DigestNumber, int], language: str) -> Words:
    """Numbers only: no name, and nothing anybody could guess one from."""
    text = Text.DIGEST if any(numbers.values()) else Text.DIGEST_NOTHING
    return Words(text=text, values={"items": in_one_line(numbers, language)})
