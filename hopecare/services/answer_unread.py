"""Answer what a person has to read, as far as it can be: each says by itself whether it is asked.

Of them all at most one speaks of one text: an offer, a call for help, an alert or a check-in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.services.answer_help_word import answer_help_word
from hopecare.services.name_open_offers import name_open_offers
from hopecare.services.say_how_to_take import say_how_to_take
from hopecare.services.say_not_understood import say_not_understood

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.reply_words import Reply
    from hopecare.queries.open_questions import OpenQuestion
    from models import InboundMessage


def answer_unread(
    session: Session,
    row: InboundMessage,
    reply: Reply,
    questions: Sequence[OpenQuestion],
    *,
    now: datetime,
) -> None:
    """Say which offers stand open, whom to ring, how to take an alert, or that a person reads."""
    name_open_offers(session, row, reply, questions, now=now)
    answer_help_word(session, row=row, now=now)
    say_how_to_take(session, row=row, questions=questions, now=now)
    say_not_understood(session, row=row, questions=questions, now=now)
