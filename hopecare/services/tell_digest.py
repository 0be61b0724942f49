"""Text one person what waits this morning, in numbers; once a day, and nothing for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.digest import digest_key
from hopecare.language.digest_words import in_one_line
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.digest import digest_numbers, find_reader
from hopecare.queries.town_days import local_day
from hopecare.services.hold_unless_told import hold_unless_told
from hopecare.services.promise_numbers import promise_numbers
from models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.digest import DigestNumber
    from models import Message


def tell_digest(
    session: Session, *, town_id: UUID, person_id: UUID, ends: datetime, now: datetime
) -> Message | None:
    """Promise the text until `ends`; None where it was seen to today, or they read no lists.

    With nothing to say it is written down and goes nowhere, so that nobody is told at noon.
    """
    on = local_day(session, town_id, now)
    key = digest_key(person_id, on)
    town = hold_unless_told(session, town_id, key)
    reader = find_reader(session, person_id, now=now)
    if town is None or reader is None:
        return None
    numbers = digest_numbers(session, reader, zone=town.zone, on=on, now=now)
    language = session.get_one(Person, person_id).language
    return promise_numbers(
        session,
        town_id=town_id,
        person_id=person_id,
        key=key,
        words=_words(numbers, language),
        language=language,
        ends=ends,
        is_news=any(numbers.values()),
        now=now,
    )


def _words(numbers: Mapping[DigestNumber, int], language: str) -> Words:
    """Numbers only: no name, and nothing anybody could guess one from."""
    text = Text.DIGEST if any(numbers.values()) else Text.DIGEST_NOTHING
    return Words(text=text, values={"items": in_one_line(numbers, language)})
