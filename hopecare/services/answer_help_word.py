"""Answer a text that asks for help and belongs to no question: who calls, and whom to ring."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.language.wordings import Text
from hopecare.queries.help_words import help_words
from hopecare.queries.town_days import local_day
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
    """Promise the answer to whom we know by this number; the same words get one a day.

    A telephone that answers by itself would answer ours, and so on for ever.
    """
    if row.meaning not in DISTRESS or row.person_id is None:
        return
    if now - row.received_at > ANSWERED_WITHIN:
        return
    person = session.get_one(Person, row.person_id)
    promise(
        session,
        town_id=row.town_id,
        kind=MessageKind.THANKS,
        to_person_id=person.id,
        dedup_key=f"help_word:{person.id}:{_words(row)}:{local_day(session, row.town_id, now)}",
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


def _words(row: InboundMessage) -> str:
    """Tell one text from another without its words."""
    return hashlib.sha256((row.body or "").strip().encode()).hexdigest()[:16]
