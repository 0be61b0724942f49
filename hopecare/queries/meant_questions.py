"""Which of the questions that stand open on a telephone some words are an answer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.answered_kinds import AnsweredKind, answered_kinds
from hopecare.domain.look_ins import LookInAnswer, is_signed, read_look_in_answer
from hopecare.domain.reply_words import ANSWERS
from hopecare.queries.last_questions import asked_last
from hopecare.queries.open_questions import look_ins_over

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.reply_words import Reply
    from hopecare.queries.open_questions import OpenQuestion


def meant_questions(
    session: Session,
    questions: Sequence[OpenQuestion],
    people: Collection[UUID],
    *,
    body: str,
    reply: Reply,
    at: datetime,
) -> Sequence[OpenQuestion]:
    """Leave those that these words can answer; every one, where they can answer none.

    Trouble at a door is heard for each look-in, also after it ended. A number that may answer a
    look-in or something else belongs to what was asked last.
    """
    if reply.code is not None:
        return questions
    kinds = _kinds(body, reply)
    left = [each for each in questions if _kind(each) in kinds]
    if not left and is_trouble_alone(body, reply):
        left = look_ins_over(session, people, asked_before=at)
    return _asked_last(session, left, body, at) or left or questions


def is_trouble_alone(body: str, reply: Reply) -> bool:
    """Whether these words tell of trouble at a door and answer nothing else."""
    is_trouble = read_look_in_answer(body) is LookInAnswer.NEEDS_HELP
    return is_trouble and answered_kinds(body, reply) == {AnsweredKind.LOOK_IN}


def _kinds(body: str, reply: Reply) -> frozenset[AnsweredKind]:
    """What they can answer: a yes or a no may be said to what a check-in asks as well."""
    kinds = answered_kinds(body, reply)
    return kinds | {AnsweredKind.CHECK_IN} if reply.meaning in ANSWERS else kinds


def _kind(question: OpenQuestion) -> AnsweredKind:
    if question.look_in_id is not None:
        return AnsweredKind.LOOK_IN
    if question.alert_id is not None:
        return AnsweredKind.ALERT
    return AnsweredKind.OFFER if question.offer_id is not None else AnsweredKind.CHECK_IN


def _asked_last(
    session: Session, questions: Sequence[OpenQuestion], body: str, at: datetime
) -> Sequence[OpenQuestion]:
    """What a number or trouble belongs to where a look-in is one of several; else nothing.

    Trouble that is not told of oneself is heard at every door. Of two doors none is guessed.
    """
    look_ins = [each for each in questions if each.look_in_id is not None]
    is_trouble = read_look_in_answer(body) is LookInAnswer.NEEDS_HELP
    if not look_ins or len(questions) == 1 or not (is_trouble or is_signed(body)):
        return ()
    last = asked_last(session, questions, before=at)
    return look_ins if last is None or last in look_ins else [last]
