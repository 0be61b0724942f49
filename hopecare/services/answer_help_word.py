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
from hopecare.queries.shared_telephones import centre_of_sender, holders_of
from hopecare.queries.town_days import local_day
from hopecare.services.ask_for_review import DISTRESS
from notifications.gate import read_at
from notifications.outbox import promise

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import InboundMessage

ANSWERED_WITHIN: Final = timedelta(hours=1)
"""An answer to what was written long ago would puzzle people, perhaps at night."""


def answer_help_word(session: Session, *, row: InboundMessage, now: datetime) -> None:
    """Promise the answer to a telephone we know: one an hour until a person has read.

    A telephone that answers by itself would answer ours, and so on for ever. Where several have it,
    the answer goes to one of them who is reached there, and to no other telephone of theirs: not
    everybody in a house may know that help was asked for.
    """
    if row.meaning not in DISTRESS or now - row.received_at > ANSWERED_WITHIN:
        return
    holders = holders_of(session, row)
    person_id = row.person_id or _reached_there(session, row, holders, now)
    if person_id is None or _was_answered(session, row, holders, now):
        return
    promise(
        session,
        town_id=row.town_id,
        kind=MessageKind.THANKS,
        to_person_id=person_id,
        dedup_key=f"{ANSWER_PREFIX}{person_id}:{row.id}",
        words=help_words(
            session,
            Text.HELP_KEYWORD,
            town_id=row.town_id,
            centre_id=centre_of_sender(session, row),
            now=now,
        ),
        channel=Channel.SMS,
        now=now,
    )


def _reached_there(
    session: Session, row: InboundMessage, holders: Sequence[UUID], now: datetime
) -> UUID | None:
    """The first of these whose texts go to this very telephone; who wants none comes last."""
    today = local_day(session, row.town_id, now)
    here = read_at(session, holders, index=row.from_index, today=today)
    return here[0].person_id if here else None


def _was_answered(
    session: Session, row: InboundMessage, holders: Sequence[UUID], now: datetime
) -> bool:
    """Whether an answer of this hour still stands: nobody has read what they wrote since."""
    told_at = answered_distress_at(session, holders, now=now)
    return told_at is not None and not was_read_since(session, row, since=told_at)
