"""Somebody we asked wrote what nobody understood: say once that a person reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.country_facts import emergency_numbers
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.domain.replies import DISTRESS
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

    from hopecare.domain.replies import ReplyMeaning
    from hopecare.queries.open_questions import OpenQuestion
    from models import InboundMessage, Message


def say_not_understood(
    session: Session, *, row: InboundMessage, questions: Sequence[OpenQuestion], now: datetime
) -> Message | None:
    """Promise the text, once for each check-in or look-in that stands open; else None.

    A telephone that answers by itself hears it no second time. What is an answer, though not by
    whom the plan asks, was understood; what was written long ago is left to the person.
    """
    question = _asked(questions, row.meaning)
    if question is None or now - row.received_at > ANSWERED_WITHIN:
        return None
    town = session.get_one(Town, row.town_id)
    about = question.look_in_id or question.slot_ids[0]
    return promise(
        session,
        town_id=town.id,
        kind=MessageKind.THANKS,
        to_person_id=question.person_id,
        dedup_key=f"not_understood:{about}:{question.person_id}",
        words=Words(
            text=Text.ANSWER_NOT_UNDERSTOOD,
            values={"emergency": emergency_numbers(town.country).life},
        ),
        channel=Channel.SMS,
        now=now,
    )


def _asked(questions: Sequence[OpenQuestion], meaning: ReplyMeaning) -> OpenQuestion | None:
    """What they were asked: a look-in, whatever else stands open, or the one check-in."""
    look_in = next((each for each in questions if each.look_in_id and not each.is_over), None)
    if look_in is not None:
        return None if meaning in DISTRESS else look_in
    is_one = len(questions) == 1 and questions[0].slot_ids
    return questions[0] if is_one and meaning not in EVENT_OF else None
