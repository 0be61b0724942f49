"""Reads whether a check-in's question is the last we said to a telephone, and which it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.care_path import MessageStatus
from hopecare.language.check_in_questions import question_said
from hopecare.queries.alerts_told import LEFT
from models import Message, MessageEvent

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.check_ins import QuestionCode


def last_question(
    session: Session, people: Collection[UUID], *, slot_ids: Collection[UUID], before: datetime
) -> QuestionCode | None:
    """What a check-in asked these people, where that was the last of our words until then.

    Words that others may read ask something else than the plan, and words that came after it may
    be what somebody agrees to: with either, nothing is known.
    """
    handed_over = (
        select(Message.slot_id, Message.wording)
        .join(MessageEvent, MessageEvent.message_id == Message.id)
        .where(
            Message.to_person_id.in_(sorted(people)),
            Message.status.in_(LEFT),
            MessageEvent.status == MessageStatus.SENDING,
            MessageEvent.attempt == Message.attempt,
            MessageEvent.at <= before,
        )
        .order_by(MessageEvent.at.desc(), MessageEvent.id.desc())
        .limit(1)
    )
    last = session.execute(handed_over).one_or_none()
    if last is None or last.slot_id not in slot_ids:
        return None
    return question_said(last.wording)
