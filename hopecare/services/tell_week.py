"""Text one of staff the week's numbers: once a week, and nothing for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.digest import week_key
from hopecare.domain.due import DeskClock
from hopecare.language.texts import Words
from hopecare.language.week_words import week_in_one_line
from hopecare.language.wordings import Text
from hopecare.queries.digest import find_reader
from hopecare.queries.town_days import local_day
from hopecare.queries.week_numbers import week_numbers
from hopecare.services.hold_unless_told import hold_unless_told
from hopecare.services.promise_numbers import promise_numbers
from models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.digest import WeekNumber
    from models import Message


def tell_week(
    session: Session, *, town_id: UUID, person_id: UUID, ends: datetime, now: datetime
) -> Message | None:
    """Promise the text until `ends`; None where it was seen to this week, or they read no lists.

    With nothing to say it is written down and goes nowhere, so that nobody is told on Tuesday.
    """
    key = week_key(person_id, local_day(session, town_id, now))
    town = hold_unless_told(session, town_id, key)
    reader = find_reader(session, person_id, now=now)
    if town is None or reader is None:
        return None
    numbers = week_numbers(session, reader, DeskClock(now=now, zone=town.zone))
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


def _words(numbers: Mapping[WeekNumber, int], language: str) -> Words:
    """Numbers only: no name, and nothing anybody could guess one from."""
    text = Text.WEEK if any(numbers.values()) else Text.WEEK_NOTHING
    return Words(text=text, values={"week": week_in_one_line(numbers, language)})
