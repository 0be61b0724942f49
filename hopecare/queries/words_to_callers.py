"""What somebody hears who rings our number, and in which languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.channel_profiles import profile_for
from hopecare.country_facts import emergency_numbers
from hopecare.domain.channels import Channel
from hopecare.domain.phone import at_home
from hopecare.language.texts import Words, sentence_of
from hopecare.queries.town_days import town_by_id
from models import Person

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from hopecare.language.wordings import Text
    from models import InboundMessage

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
    profile = profile_for(town.channel_profile, town.country)
    values = {
        "office": at_home(town.office_phone),
        "emergency": emergency_numbers(town.country).life,
    }
    return sentence_of(
        Words(text=text, values=values),
        language=language,
        channel=Channel.VOICE,
        profile=profile,
        zone=town.zone,
    )
