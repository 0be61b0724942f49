"""Give the answer a text holds to the one question that is meant."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from hopecare.domain.channels import ReplyWay
from hopecare.domain.look_ins import says_more_than_a_sign
from hopecare.domain.replies import ReplyMeaning
from hopecare.queries.check_ins import slot_by_id
from hopecare.services.answer_alert_by_text import answer_alert_by_text
from hopecare.services.answer_help_word import ANSWERED_WITHIN
from hopecare.services.answer_look_in_by_text import answer_look_in_by_text
from hopecare.services.answer_offer import OfferAnswer, OfferResult, answer_offer
from hopecare.services.read_as_answer import read_as_answer
from hopecare.services.record_reply import EVENT_OF, record_reply
from hopecare.services.thank_sender import thank_sender

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.reply_words import Reply
    from hopecare.queries.open_questions import OpenQuestion
    from models import ContactPoint, InboundMessage

OFFER_MEANINGS: Final = (ReplyMeaning.YES, ReplyMeaning.NO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """One text while it is taken in."""

    session: Session
    row: InboundMessage
    reply: Reply
    points: Sequence[ContactPoint]
    is_sure: bool
    by: Actor
    now: datetime

    @property
    def is_late(self) -> bool:
        """Whether it was written some time before it is taken in."""
        return self.row.received_at < self.now


def answer_question(taking: Taking, question: OpenQuestion) -> bool:
    """Give the answer to its question; False where these words do not answer it."""
    if question.alert_id is not None:
        if not answer_alert_by_text(
            taking.session, row=taking.row, question=question, by=taking.by, now=taking.now
        ):
            return False
    elif question.look_in_id is not None:
        return _answer_look_in(taking, question)
    elif question.offer_id is not None and taking.reply.meaning in OFFER_MEANINGS:
        return _answer_offer(taking, question, question.offer_id)
    elif question.slot_ids:
        return _answer_check_in(_as_answer(taking, question), question)
    else:
        return False
    _is_read(taking, question)
    return True


def _answer_look_in(taking: Taking, question: OpenQuestion) -> bool:
    """Whether they go or what they found; what they say beyond it a person reads as well."""
    if not answer_look_in_by_text(
        taking.session, row=taking.row, question=question, by=taking.by, now=taking.now
    ):
        return False
    _is_read(taking, question)
    taking.row.needs_review |= says_more_than_a_sign(taking.row.body or "")
    return True


def _is_read(taking: Taking, question: OpenQuestion) -> None:
    """What was understood needs no reader, except for words around it."""
    taking.row.needs_review = taking.reply.is_sentence
    taking.row.person_id = question.person_id


def _answer_offer(taking: Taking, question: OpenQuestion, offer_id: UUID) -> bool:
    """A yes or a no to an offer; staff look at a yes to what may not be theirs any more.

    False where it is a no to what they hold: a person is told of it as of what nobody understood.
    """
    taking.row.offer_id = offer_id
    _is_read(taking, question)
    says_yes = taking.reply.meaning is ReplyMeaning.YES
    answer = OfferAnswer(says_yes=says_yes, way=ReplyWay.SMS)
    answered = answer_offer(
        taking.session, offer_id=offer_id, answer=answer, by=taking.by, now=taking.now
    )
    is_in_vain = answered.result in (OfferResult.OVER, OfferResult.CHANGED)
    if is_in_vain and not answered.is_asked_anew:
        taking.row.needs_review = True
    return answered.result is not OfferResult.STILL_YOURS


def _as_answer(taking: Taking, question: OpenQuestion) -> Taking:
    """The same text, read as an answer to what the check-in asked."""
    reply = read_as_answer(
        taking.session,
        row=taking.row,
        reply=taking.reply,
        people={point.person_id for point in taking.points},
        slot_ids=question.slot_ids,
    )
    return replace(taking, reply=reply)


def _answer_check_in(taking: Taking, question: OpenQuestion) -> bool:
    """An answer to how they are settles the newest question and every older one about them.

    False where it is none, or does not count by the plan: no thanks lets anybody believe it did.
    """
    if taking.reply.meaning not in EVENT_OF:
        return False
    taking.row.slot_id = question.slot_ids[0]
    _is_read(taking, question)
    settled = [_record(taking, question, slot_id) for slot_id in question.slot_ids]
    if taking.reply.meaning is ReplyMeaning.FINE and not any(settled):
        return False
    if taking.now - taking.row.received_at <= ANSWERED_WITHIN:
        thank_sender(taking.session, row=taking.row, person_id=question.person_id, now=taking.now)
    return True


def _record(taking: Taking, question: OpenQuestion, slot_id: UUID) -> bool:
    """Record the answer on one check-in, at the moment it was written."""
    slot = slot_by_id(taking.session, slot_id)
    settled = record_reply(
        taking.session,
        slot=slot,
        meaning=taking.reply.meaning,
        from_person_id=question.person_id,
        by=taking.by,
        now=taking.now,
    )
    if settled:
        slot.answered_at = taking.row.received_at
    return settled
