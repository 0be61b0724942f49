"""Reads which question of ours a telephone heard last, and what a check-in asked there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from hopecare.domain.care_path import MessageStatus
from hopecare.domain.delivery import ASKING, MessageKind
from hopecare.language.check_in_questions import question_said
from hopecare.queries.alerts_told import LEFT
from models import Message, MessageEvent

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from hopecare.domain.check_ins import QuestionCode
    from hopecare.queries.open_questions import OpenQuestion


def last_question(
    session: Session, people: Collection[UUID], *, slot_ids: Collection[UUID], before: datetime
) -> QuestionCode | None:
    """What a check-in asked these people, where that was the last of our words until then.

    Words that others may read ask something else than the plan, and words that came after it may
    be what somebody agrees to: with either, nothing is known.
    """
    handed_over = (
        _handed_over(people, before=before)
        .with_only_columns(Message.slot_id, Message.wording)
        .limit(1)
    )
    last = session.execute(handed_over).one_or_none()
    if last is None or last.slot_id not in slot_ids:
        return None
    return question_said(last.wording)


def asked_last(
    session: Session, questions: Collection[OpenQuestion], *, before: datetime
) -> OpenQuestion | None:
    """Find which of these questions left last, if any has; whatever else we said is none of them.

    Offers are left aside: no number answers one.
    """
    slots = {each for question in questions for each in _slots(question)}
    alerts = {each.alert_id for each in questions if each.alert_id is not None}
    asking = _handed_over({each.person_id for each in questions}, before=before).where(
        Message.kind.in_([*ASKING, MessageKind.ALERT]),
        or_(Message.slot_id.in_(sorted(slots)), Message.alert_id.in_(sorted(alerts))),
    )
    for message in session.scalars(asking):
        found = [each for each in questions if _asks(message, each)]
        if found:
            return found[0]
    return None


def _slots(question: OpenQuestion) -> Collection[UUID]:
    return question.slot_ids or ((question.look_in_id,) if question.look_in_id else ())


def _asks(message: Message, question: OpenQuestion) -> bool:
    """Whether these words ask this: a check-in may be asked of one who is to look in as well."""
    if message.to_person_id != question.person_id:
        return False
    if message.alert_id is not None:
        return message.alert_id == question.alert_id
    if message.kind is MessageKind.ALERT:
        return message.slot_id == question.look_in_id
    return message.slot_id in question.slot_ids


def _handed_over(people: Collection[UUID], *, before: datetime) -> Select[Message]:
    """Our words to these people that had left at a moment, the newest first."""
    return (
        select(Message)
        .join(MessageEvent, MessageEvent.message_id == Message.id)
        .where(
            Message.to_person_id.in_(sorted(people)),
            Message.status.in_(LEFT),
            MessageEvent.status == MessageStatus.SENDING,
            MessageEvent.attempt == Message.attempt,
            MessageEvent.at <= before,
        )
        .order_by(MessageEvent.at.desc(), MessageEvent.id.desc())
    )
