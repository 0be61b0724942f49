"""What a text to a resident will say, before it is sent: in their language, as it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.channel_profiles import profile_for
from hopecare.domain.channels import Channel
from hopecare.language.texts import sentence_of
from hopecare.queries.town_days import town_by_id

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from hopecare.queries.outcome_texts import Telling


def text_as_sent(session: Session, telling: Telling, call_by: date) -> str:
    """Say the sentence exactly as the outbox would write it."""
    town = town_by_id(session, telling.resident.town_id)
    return sentence_of(
        telling.words(call_by),
        language=telling.resident.language,
        channel=Channel.SMS,
        profile=profile_for(town.channel_profile, town.country),
        zone=town.zone,
    )
