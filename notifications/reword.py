"""Words that have not left are said anew, as what they are about stands now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.channel_profiles import profile_for
from hopecare.language.texts import sentence_of
from hopecare.language.wording_versions import stamp_of
from models import Town
from notifications.outbox import hold_waiting

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from hopecare.language.texts import Words
    from models import Message


def reword(session: Session, message: Message, words: Words) -> bool:
    """Say it in these words instead; False when it was too late."""
    if not hold_waiting(session, message):
        return False
    town = session.get_one(Town, message.town_id)
    message.wording = stamp_of(words.text)
    message.body = sentence_of(
        words,
        language=message.language,
        channel=message.channel,
        profile=profile_for(town.channel_profile, town.country),
        zone=town.zone,
    )
    return True
