"""Take a text somebody wrote: kept first, then understood, and never guessed at.

It goes to the one open question on that telephone that its words can answer. With several, or
none, a person reads it; so does a person where understanding it has failed: what somebody wrote is
never lost with it.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError

from hopecare.domain.channels import Channel, ReplyWay
from hopecare.domain.look_ins import LookInAnswer, read_look_in_answer, says_more_than_a_sign
from hopecare.domain.replies import DISTRESS, ReplyMeaning, TextsStoppedBy
from hopecare.domain.reply_words import Reply, read_reply
from hopecare.queries.check_ins import slot_by_id
from hopecare.queries.meant_questions import meant_questions
from hopecare.queries.messages import find_inbound, has_newer_wish, telephones_of
from hopecare.queries.open_questions import OpenQuestion, open_questions
from hopecare.queries.search_terms import phone_index
from hopecare.queries.town_days import local_day
from hopecare.services.answer_alert_by_text import answer_alert_by_text
from hopecare.services.answer_help_word import ANSWERED_WITHIN
from hopecare.services.answer_look_in_by_text import answer_look_in_by_text
from hopecare.services.answer_offer import OfferAnswer, OfferResult, answer_offer
from hopecare.services.answer_unread import answer_unread
from hopecare.services.ask_for_review import ask_for_review
from hopecare.services.ask_which_alert import ask_which_alert
from hopecare.services.note_takes_texts import note_takes_texts
from hopecare.services.read_as_answer import read_as_answer
from hopecare.services.record_reply import EVENT_OF, record_reply
from hopecare.services.set_texts_wish import set_texts_wish
from hopecare.services.thank_sender import thank_sender
from models import InboundMessage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import ContactPoint

log = logging.getLogger(__name__)
PASSING: Final = (OperationalError, StaleDataError)
"""What a second try may mend: the network tells us again, and nothing was written yet."""
AT_THE_DOOR: Final = (LookInAnswer.GOING, LookInAnswer.CANNOT, LookInAnswer.FOUND_WELL)
OFFER_MEANINGS: Final = (ReplyMeaning.YES, ReplyMeaning.NO)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingText:
    """A text as the network handed it over."""

    provider: str
    provider_sid: str
    from_number: str
    """E.164."""
    body: str
    sent_at: datetime | None = None
    """When it was written, where that is not now: found later in the provider's own list."""
    is_sure: bool = True
    """Whether it was this town they wrote to, as far as anybody can know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taking:
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


def record_inbound(
    session: Session, *, town_id: UUID, text: IncomingText, by: Actor, now: datetime
) -> InboundMessage:
    """Keep the text once and act on it; the same text again gives back what it came to."""
    known = find_inbound(session, provider=text.provider, provider_sid=text.provider_sid)
    if known is not None:
        return known
    reply = read_reply(text.body)
    row = InboundMessage(
        town_id=town_id,
        provider=text.provider,
        provider_sid=text.provider_sid,
        channel=Channel.SMS,
        received_at=min(text.sent_at or now, now),
        from_number=text.from_number,
        from_index=phone_index(text.from_number),
        body=text.body,
        meaning=reply.meaning,
        needs_review=True,
    )
    session.add(row)
    session.flush()
    _understand(session, row, reply, is_sure=text.is_sure, by=by, now=now)
    return row


def _understand(
    session: Session, row: InboundMessage, reply: Reply, *, is_sure: bool, by: Actor, now: datetime
) -> None:
    """Act on what was kept; whatever is wrong with those it is about, a person reads it."""
    try:
        with session.begin_nested():
            points = _telephones(session, row, now)
            note_takes_texts(session, points=points, by=by, now=now)
            taking = _Taking(
                session=session,
                row=row,
                reply=reply,
                points=points,
                is_sure=is_sure,
                by=by,
                now=now,
            )
            _act(taking)
    except PASSING:
        raise
    except Exception:  # one broken row must never cost somebody their words
        log.exception("text could not be understood", extra={"inbound_id": str(row.id)})
        _leave_to_person(session, row, by=by, now=now)


def _leave_to_person(session: Session, row: InboundMessage, *, by: Actor, now: datetime) -> None:
    """Ask a person to read it; where even that fails, it stands among what is to be read."""
    try:
        with session.begin_nested():
            ask_for_review(session, row=row, by=by, now=now)
    except PASSING:
        raise
    except Exception:  # the same
        log.exception("review could not be asked for", extra={"inbound_id": str(row.id)})


def _telephones(session: Session, row: InboundMessage, now: datetime) -> Sequence[ContactPoint]:
    """Everybody whose telephone it came from; the row names them where it is only one."""
    today = local_day(session, row.town_id, now)
    points = telephones_of(session, row.from_index, today=today)
    people = {point.person_id for point in points}
    row.person_id = next(iter(people)) if len(people) == 1 else None
    return points


def _act(taking: _Taking) -> None:
    """A wish about texts first, then an answer, otherwise a person reads it."""
    if _is_wish(taking):
        if not _is_overtaken(taking):
            _wish(taking)
        return
    questions = _questions(taking) if taking.is_sure else ()
    if len(questions) > 1:
        ask_which_alert(taking.session, row=taking.row, questions=questions, now=taking.now)
    if not _answer_meant(taking, questions):
        _is_not_of_themselves(taking.row, questions)
        ask_for_review(taking.session, row=taking.row, by=taking.by, now=taking.now)
        answer_unread(taking.session, taking.row, taking.reply, questions, now=taking.now)


def _answer_meant(taking: _Taking, questions: Sequence[OpenQuestion]) -> bool:
    """Answer the one question that is meant, or every look-in with trouble at the door."""
    if len(questions) == 1:
        return _answer(taking, questions[0])
    is_trouble = read_look_in_answer(taking.row.body or "") is LookInAnswer.NEEDS_HELP
    if is_trouble and all(each.look_in_id is not None for each in questions):
        heard = [_answer(taking, each) for each in questions]
        return any(heard)
    return False


def _is_not_of_themselves(row: InboundMessage, questions: Sequence[OpenQuestion]) -> None:
    """A number from whoever is asked to look in is no call for help of their own."""
    is_asked = any(each.look_in_id is not None for each in questions)
    if is_asked and row.meaning in DISTRESS and read_look_in_answer(row.body or "") in AT_THE_DOOR:
        row.meaning = ReplyMeaning.UNCLEAR


def _is_wish(taking: _Taking) -> bool:
    """Whether it is about texts to a known telephone; "again" is not, where none were stopped.

    It may ask to hear the question again: whoever wrote it is not to be taken for silent.
    """
    if taking.reply.meaning is ReplyMeaning.START:
        return any(point.opted_out_at is not None for point in taking.points)
    return taking.reply.meaning is ReplyMeaning.STOP and bool(taking.points)


def _wish(taking: _Taking) -> None:
    """Stop or start texts to this telephone. It is no answer to anything: care goes on.

    What was stopped in another way than by a text, a person lets come again.
    """
    stops, asked_by = taking.reply.meaning is ReplyMeaning.STOP, TextsStoppedBy.TEXT
    taking.row.needs_review = False
    for point in taking.points:
        set_texts_wish(
            taking.session,
            point=point,
            stops=stops,
            asked_by=asked_by,
            by=taking.by,
            now=taking.now,
        )
    if any(stops is (point.opted_out_at is None) for point in taking.points):
        ask_for_review(taking.session, row=taking.row, by=taking.by, now=taking.now)


def _is_overtaken(taking: _Taking) -> bool:
    """Whether a newer wish of the same telephone was taken in before this one was found."""
    row = taking.row
    if not taking.is_late:
        return False
    return has_newer_wish(taking.session, row.from_index, after=row.received_at)


def _questions(taking: _Taking) -> Sequence[OpenQuestion]:
    """The open questions of this telephone that may be meant, or the one whose code was written.

    What was written before a question was asked is no answer to it.
    """
    people = sorted({point.person_id for point in taking.points})
    row, reply = taking.row, taking.reply
    found = open_questions(taking.session, people, code=reply.code, asked_before=row.received_at)
    return meant_questions(
        taking.session, found, people, body=row.body or "", reply=reply, at=row.received_at
    )


def _answer(taking: _Taking, question: OpenQuestion) -> bool:
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


def _answer_look_in(taking: _Taking, question: OpenQuestion) -> bool:
    """Whether they go or what they found; what they say beyond it a person reads as well."""
    if not answer_look_in_by_text(
        taking.session, row=taking.row, question=question, by=taking.by, now=taking.now
    ):
        return False
    _is_read(taking, question)
    taking.row.needs_review |= says_more_than_a_sign(taking.row.body or "")
    return True


def _is_read(taking: _Taking, question: OpenQuestion) -> None:
    """What was understood needs no reader, except for words around it."""
    taking.row.needs_review = taking.reply.is_sentence
    taking.row.person_id = question.person_id


def _answer_offer(taking: _Taking, question: OpenQuestion, offer_id: UUID) -> bool:
    """A yes or a no to an offer; staff look at a yes to what may not be theirs any more.

    False where it is a no to what they hold: a person is told of it as of what nobody understood.
    """
    taking.row.offer_id = offer_id
    _is_read(taking, question)
    says_yes = taking.reply.meaning is ReplyMeaning.YES
    answer = OfferAnswer(says_yes=says_yes, way=ReplyWay.SMS)
    result = answer_offer(
        taking.session, offer_id=offer_id, answer=answer, by=taking.by, now=taking.now
    ).result
    if result in (OfferResult.OVER, OfferResult.CHANGED):
        taking.row.needs_review = True
    return result is not OfferResult.STILL_YOURS


def _as_answer(taking: _Taking, question: OpenQuestion) -> _Taking:
    """The same text, read as an answer to what the check-in asked."""
    reply = read_as_answer(
        taking.session,
        row=taking.row,
        reply=taking.reply,
        people={point.person_id for point in taking.points},
        slot_ids=question.slot_ids,
    )
    return replace(taking, reply=reply)


def _answer_check_in(taking: _Taking, question: OpenQuestion) -> bool:
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


def _record(taking: _Taking, question: OpenQuestion, slot_id: UUID) -> bool:
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
