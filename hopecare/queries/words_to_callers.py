"""What somebody hears who rings our number, and in which languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.channel_profiles import profile_for
from hopecare.country_facts import emergency_numbers
from hopecare.domain.channels import Channel
from hopecare.domain.phone import at_home
from hopecare.language.texts import Words, sentence_of
from hopecare.language.wordings import Text
from hopecare.queries.help_words import help_words
from hopecare.queries.shared_telephones import centre_of_sender
from hopecare.queries.town_days import town_by_id
from models import Person

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import InboundMessage, Town

ALSO_SPOKEN = "en"
"""Said after the town's own language to whoever is not known."""


def languages_for(session: Session, row: InboundMessage) -> list[str]:
    """Their own language where they are known; else the town's, and English."""
    if row.person_id is not None:
        return [session.get_one(Person, row.person_id).language]
    own = town_by_id(session, row.town_id).language
    return list(dict.fromkeys([own, ALSO_SPOKEN]))


def said_to_caller(session: Session, row: InboundMessage, text: Text, language: str) -> str:
    """Say a sentence with the numbers of the office and of the emergency services."""
    town = town_by_id(session, row.town_id)
    values = {
        "office": at_home(town.office_phone),
        "emergency": emergency_numbers(town.country).life,
    }
    return _say(town, Words(text=text, values=values), language)


def promised_to_caller(
    session: Session, row: InboundMessage, language: str, *, now: datetime
) -> str:
    """Say that we call them back, and from when on, as it is true at this hour."""
    words = help_words(
        session,
        Text.CALL_BACK_PROMISED,
        town_id=row.town_id,
        centre_id=centre_of_sender(session, row),
        now=now,
    )
    return _say(town_by_id(session, row.town_id), words, language)


def _say(town: Town, words: Words, language: str) -> str:
    return sentence_of(
        words,
        language=language,
        channel=Channel.VOICE,
        profile=profile_for(town.channel_profile, town.country),
        zone=town.zone,
    )
