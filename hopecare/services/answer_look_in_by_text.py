"""Take a text in which somebody who was asked to look in says what they do or found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.channels import Channel, ReplyWay
from hopecare.domain.delivery import MessageKind
from hopecare.domain.look_ins import MEANINGS, read_look_in_answer
from hopecare.services.answer_look_in import answer_look_in
from notifications.outbox import promise

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.queries.open_questions import OpenQuestion
    from models import InboundMessage


def answer_look_in_by_text(
    session: Session, *, row: InboundMessage, question: OpenQuestion, by: Actor, now: datetime
) -> bool:
    """Let the text answer, and say what it came to; False where these words answer nothing."""
    answer = read_look_in_answer(row.body or "")
    if question.look_in_id is None or answer is None:
        return False
    row.slot_id, row.meaning = question.look_in_id, MEANINGS[answer]
    words = answer_look_in(
        session,
        slot_id=question.look_in_id,
        person_id=question.person_id,
        answer=answer,
        way=ReplyWay.SMS,
        by=by,
        now=now,
    )
    promise(
        session,
        town_id=row.town_id,
        kind=MessageKind.THANKS,
        to_person_id=question.person_id,
        dedup_key=f"thanks:{row.id}",
        words=words,
        channel=Channel.SMS,
        now=now,
    )
    return True
