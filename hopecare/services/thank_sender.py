"""Answer an answer: thanks, or that somebody will call soon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.country_facts import emergency_numbers
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.domain.replies import ReplyMeaning
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.town_days import town_by_id
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
    town = town_by_id(session, row.town_id)
    well = row.meaning is ReplyMeaning.FINE
    emergency = emergency_numbers(town.country).life
    return promise(
        session,
        town_id=row.town_id,
        kind=MessageKind.THANKS,
        to_person_id=person_id,
        dedup_key=f"thanks:{row.id}",
        words=Words(
            text=Text.ANSWER_WELL if well else Text.ANSWER_HELP, values={"emergency": emergency}
        ),
        channel=Channel.SMS,
        now=now,
    )
