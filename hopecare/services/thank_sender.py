"""Answer an answer: thanks, who calls them and when, or that nobody is on duty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.domain.replies import ReplyMeaning
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.help_words import centre_of_slot, help_words
from notifications.outbox import promise

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import InboundMessage, Message


def thank_sender(
    session: Session, *, row: InboundMessage, person_id: UUID, now: datetime
) -> Message:
    """Promise the text, once for each answer."""
    return promise(
        session,
        town_id=row.town_id,
        kind=MessageKind.THANKS,
        to_person_id=person_id,
        dedup_key=f"thanks:{row.id}",
        words=_words(session, row, now=now),
        channel=Channel.SMS,
        now=now,
    )


def _words(session: Session, row: InboundMessage, *, now: datetime) -> Words:
    """Thanks for a good answer; to a call for help, who calls and when, as it is at this hour."""
    if row.meaning is ReplyMeaning.FINE:
        return Words(text=Text.ANSWER_WELL)
    centre_id = centre_of_slot(session, row.slot_id)
    return help_words(session, Text.ANSWER_HELP, town_id=row.town_id, centre_id=centre_id, now=now)
