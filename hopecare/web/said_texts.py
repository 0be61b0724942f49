"""What a text to a resident will say, before it is sent: in their language, as it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.channel_profiles import profile_for
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.domain.phone import at_home
from hopecare.language.texts import Words, sentence_of
from hopecare.queries.town_days import town_by_id
from notifications.neutral import NEUTRAL_TEXT

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from hopecare.queries.outcome_texts import Telling


def text_as_sent(session: Session, telling: Telling, call_by: date) -> str:
    """Say the sentence as it leaves; under a rule for it, the words that anybody may read."""
    town = town_by_id(session, telling.resident.town_id)
    words = telling.words(call_by)
    if telling.is_neutral:
        words = Words(
            text=NEUTRAL_TEXT[MessageKind.NOTICE], values={"office": at_home(town.office_phone)}
        )
    return sentence_of(
        words,
        language=telling.resident.language,
        channel=Channel.SMS,
        profile=profile_for(town.channel_profile, town.country),
        zone=town.zone,
    )
