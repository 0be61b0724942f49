"""Answer a text that asks for help and belongs to no question: who calls, and whom to ring."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.language.wordings import Text
from hopecare.queries.help_words import help_words
from hopecare.queries.open_distress import (
    ANSWER_PREFIX,
    answered_distress_at,
    was_read_since,
)
from hopecare.services.ask_for_review import DISTRESS
from models import Person
from notifications.outbox import promise

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import InboundMessage

ANSWERED_WITHIN: Final = timedelta(hours=1)
"""An answer to what was written long ago would puzzle people, perhaps at night."""


def answer_help_word(session: Session, *, row: InboundMessage, now: datetime) -> None:
    """Promise the answer to whom we know by this number: one an hour until a person has read.

    A telephone that answers by itself would answer ours, and so on for ever.
    """
    if row.meaning not in DISTRESS or row.person_id is None:
        return
    if now - row.received_at > ANSWERED_WITHIN or _was_answered(session, row, now):
        return
    person = session.get_one(Person, row.person_id)
    promise(
        session,
        town_id=row.town_id,
        kind=MessageKind.THANKS,
        to_person_id=person.id,
        dedup_key=f"{ANSWER_PREFIX}{person.id}:{row.id}",
        words=help_words(
            session,
            Text.HELP_KEYWORD,
            town_id=row.town_id,
            centre_id=person.centre_id,
            now=now,
        ),
        channel=Channel.SMS,
        now=now,
    )


def _was_answered(session: Session, row: InboundMessage, now: datetime) -> bool:
    """Whether an answer of this hour still stands: nobody has read what they wrote since."""
    if row.person_id is None:
        return False
    told_at = answered_distress_at(session, [row.person_id], now=now)
    return told_at is not None and not was_read_since(session, row, since=told_at)
