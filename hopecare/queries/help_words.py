"""What is said to whoever asks for help or a call: who calls them, or that nobody is on duty.

Never that all is taken care of where nobody is, and always whom to ring in danger.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.country_facts import emergency_numbers
from hopecare.domain.phone import at_home
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.duty import cover_of
from hopecare.queries.town_days import local_day, town_by_id
from models import CheckInSlot, Person

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

WITHOUT_ANYBODY: Final[Mapping[Text, tuple[Text, Text]]] = MappingProxyType(
    {
        Text.ANSWER_HELP: (Text.ANSWER_HELP_LATER, Text.ANSWER_HELP_NOBODY),
        Text.CALL_BACK_PROMISED: (Text.CALL_BACK_LATER, Text.CALL_BACK_NOBODY),
        Text.HELP_KEYWORD: (Text.HELP_KEYWORD_LATER, Text.HELP_KEYWORD_NOBODY),
    }
)
"""What is said instead while nobody is on duty: with the next hour in sight, and without."""


def help_words(
    session: Session, text: Text, *, town_id: UUID, centre_id: UUID | None, now: datetime
) -> Words:
    """Give the words that are true at this hour for a centre; without one, for any of the town."""
    town = town_by_id(session, town_id)
    values = {
        "emergency": emergency_numbers(town.country).life,
        "office": at_home(town.office_phone),
    }
    today = local_day(session, town_id, now)
    cover = cover_of(session, town_id=town_id, centre_id=centre_id, now=now, on=today)
    if cover.is_named:
        return Words(text=text, values=values)
    later, nobody = WITHOUT_ANYBODY[text]
    if cover.again_at is None:
        return Words(text=nobody, values=values)
    return Words(text=later, values=values | {"until": cover.again_at})


def centre_of_slot(session: Session, slot_id: UUID | None) -> UUID | None:
    """The centre that hears of a check-in's call for help."""
    slot = session.get(CheckInSlot, slot_id) if slot_id else None
    person = session.get(Person, slot.person_id) if slot else None
    return person.centre_id if person else None
