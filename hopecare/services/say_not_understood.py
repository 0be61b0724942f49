"""Somebody asked how they are wrote what nobody understood: say once that a person reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.country_facts import emergency_numbers
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.services.answer_help_word import ANSWERED_WITHIN
from hopecare.services.record_reply import EVENT_OF
from models import Town
from notifications.outbox import promise

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.queries.open_questions import OpenQuestion
    from models import InboundMessage, Message


def say_not_understood(
    session: Session, *, row: InboundMessage, questions: Sequence[OpenQuestion], now: datetime
) -> Message | None:
    """Promise the text, once for each check-in that stands open; else None.

    A telephone that answers by itself hears it no second time. What is an answer, though not by
    whom the plan asks, was understood; what was written long ago is left to the person.
    """
    if len(questions) != 1 or not questions[0].slot_ids:
        return None
    if row.meaning in EVENT_OF or now - row.received_at > ANSWERED_WITHIN:
        return None
    town, question = session.get_one(Town, row.town_id), questions[0]
    return promise(
        session,
        town_id=town.id,
        kind=MessageKind.THANKS,
        to_person_id=question.person_id,
        dedup_key=f"not_understood:{question.slot_ids[0]}:{question.person_id}",
        words=Words(
            text=Text.ANSWER_NOT_UNDERSTOOD,
            values={"emergency": emergency_numbers(town.country).life},
        ),
        channel=Channel.SMS,
        now=now,
    )
