"""Read a yes or a no as the answer to a check-in, where the last we said asks for one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hopecare.domain.question_words import answer_to
from hopecare.queries.last_questions import last_question
from hopecare.services.record_reply import EVENT_OF

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.reply_words import Reply
    from models import InboundMessage


def read_as_answer(
    session: Session,
    *,
    row: InboundMessage,
    reply: Reply,
    people: Collection[UUID],
    slot_ids: Collection[UUID],
) -> Reply:
    """Give the reply as it counts: well or a call; unchanged where it is neither, or says so."""
    if reply.meaning in EVENT_OF or reply.slipped:
        return reply
    asked = last_question(session, people, slot_ids=slot_ids, before=row.received_at)
    meant = answer_to(asked, row.body or "") if asked is not None else None
    if meant is None:
        return reply
    row.meaning = meant
    return replace(reply, meaning=meant)
