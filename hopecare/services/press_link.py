"""Take the answer of a button on a link's page: once, whoever else answers at that moment.

Everything that decides is read after the link and what it asks about are held.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from hopecare.domain.alert_answers import AlertAnswer, AlertResult
from hopecare.domain.answer_links import (
    A_WHILE,
    OPENINGS_AN_HOUR,
    LinkAnswer,
    LinkState,
    hears_help,
    is_said,
    state_of,
)
from hopecare.domain.care_path import OfferStatus
from hopecare.domain.channels import ReplyWay
from hopecare.domain.identity import LinkHolder
from hopecare.domain.look_ins import LookInAnswer
from hopecare.domain.replies import ReplyMeaning
from hopecare.queries.alerts import hold_alert, is_help_on_its_way
from hopecare.queries.answer_links import (
    CLASH,
    FULL,
    LOOK_IN_ANSWERS,
    TOO_LATE,
    answers_to,
    asked_by,
    facts_of_link,
    openings_lately,
    reader_of_link,
)
from hopecare.queries.check_ins import slot_by_id
from hopecare.queries.look_ins import looks_in
from hopecare.services.answer_alert import answer_alert
from hopecare.services.answer_look_in import answer_look_in
from hopecare.services.answer_offer import OfferAnswer, OfferResult, answer_offer
from hopecare.services.note_late_look_in import note_late_look_in
from hopecare.services.record_answer import record_answer
from models import Alert, AnswerLink, CheckInSlot, Message, Offer
from notifications.outbox import note

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.queries.answer_links import Asked

MEANING_OF: Final = {
    LinkAnswer.FINE: ReplyMeaning.FINE,
    LinkAnswer.HELP: ReplyMeaning.HELP,
    LinkAnswer.CANNOT_ANY_MORE: ReplyMeaning.CANNOT_ANY_MORE,
}
COUNTED: Final = (OfferResult.YOURS, OfferResult.LATE, OfferResult.DECLINED)

NO_COUNTS_AFTER: Final = (OfferStatus.ACCEPTED, OfferStatus.LAPSED, OfferStatus.STOOD_DOWN)


class PressResult(StrEnum):
    """What a press came to."""

    TAKEN = "taken"
    HELP_COMES = "help_comes"
    """Nothing was awaited any more, but a call for help reaches a person all the same."""
    NOT_AWAITED = "not_awaited"
    """Nothing was awaited any more; the link's page says why."""
    NOTED = "noted"
    """Written down, but by the plan somebody else's answer counts."""
    FULL = "full"
    """The helper holds as many tasks as they set for themself: the link stays as it was."""
    CLASH = "clash"
    """They have promised to be somewhere else at those hours: the link stays as it was."""
    NOBODY_LEFT = "nobody_left"
    """Everybody who may take the alert was told: it still waits, and so does the link."""
    OVER = "over"
    """The help is not needed of them any more."""
    CHANGED = "changed"
    """What is needed was changed since they were asked."""
    HELD_BEFORE = "held_before"
    """A yes to what they hold no more, and somebody is still needed: a person asks them."""
    STILL_YOURS = "still_yours"
    """A no to what they hold: a person asks them."""


USES_UP: Final = (PressResult.TAKEN, PressResult.NOTED, PressResult.HELP_COMES)
IN_VAIN_OF: Final = {
    OfferResult.FULL: PressResult.FULL,
    OfferResult.CLASH: PressResult.CLASH,
    OfferResult.CHANGED: PressResult.CHANGED,
    OfferResult.HELD_BEFORE: PressResult.HELD_BEFORE,
    OfferResult.STILL_YOURS: PressResult.STILL_YOURS,
}
IN_VAIN: Final = {
    PressResult.NOT_AWAITED: TOO_LATE,
    PressResult.HELP_COMES: TOO_LATE,
    PressResult.OVER: TOO_LATE,
    PressResult.CHANGED: TOO_LATE,
    PressResult.HELD_BEFORE: TOO_LATE,
    PressResult.STILL_YOURS: TOO_LATE,
    PressResult.FULL: FULL,
    PressResult.CLASH: CLASH,
}
"""What is written in the life of the message where a press changed nothing."""


def press_link(
    session: Session, *, link_id: UUID, answer: LinkAnswer, now: datetime
) -> PressResult:
    """Answer the link's own question, and use the link up; a second press changes nothing.

    But for a call for help: that is heard after anything else that was said, once while the alert
    it raised stands and its call is owed, and anew when either has ended.
    """
    link = session.get_one(AnswerLink, link_id, with_for_update=True, populate_existing=True)
    message, asked = session.get_one(Message, link.message_id), _held(session, link)
    result = _result(session, link, asked, answer, now=now)
    if result in USES_UP and not is_said(link.answer, answer):
        link.used_at, link.answer = now, answer
        note(session, message, at=now, code="link_pressed")
    elif result in IN_VAIN:
        _note_in_vain(session, message, code=IN_VAIN[result], now=now)
    session.flush()
    return result


def _result(
    session: Session, link: AnswerLink, asked: Asked, answer: LinkAnswer, *, now: datetime
) -> PressResult:
    """Take what is awaited, and a call for help in any case."""
    facts = facts_of_link(session, link, asked, now=now)
    state = state_of(facts, now=now)
    if state is LinkState.OPEN and answer in answers_to(session, link, asked):
        return _answer(session, link, asked, answer, now=now)
    if isinstance(asked, Offer) and _is_no_after_all(asked, state, answer):
        return _answer(session, link, asked, answer, now=now)
    if not isinstance(asked, CheckInSlot) or not hears_help(facts, answer, now=now):
        if isinstance(asked, CheckInSlot) and state is not LinkState.REVOKED:
            _note_late(session, link, asked, answer, now=now)
        return PressResult.NOT_AWAITED
    is_of_look_in = looks_in(session.get_one(Message, link.message_id))
    if is_of_look_in is not (answer is LinkAnswer.NEEDS_HELP):
        return PressResult.NOT_AWAITED
    if is_of_look_in:
        _answer_look_in(session, link, asked, answer, now=now)
    elif not is_said(link.answer, answer) or not is_help_on_its_way(session, asked.id):
        _reply(session, link, asked, answer, now=now)
    return PressResult.HELP_COMES


def _is_no_after_all(offer: Offer, state: LinkState, answer: LinkAnswer) -> bool:
    """Whether a page left open says no after a yes, or after the time was over: it still counts."""
    is_theirs = state is not LinkState.REVOKED and offer.status in NO_COUNTS_AFTER
    return is_theirs and answer is LinkAnswer.NO


def _note_late(
    session: Session, link: AnswerLink, slot: CheckInSlot, answer: LinkAnswer, *, now: datetime
) -> None:
    """What somebody says who was asked to look in is known to whoever reads the resident's page."""
    if answer not in LOOK_IN_ANSWERS or not looks_in(session.get_one(Message, link.message_id)):
        return
    by = _holder(session, link)
    note_late_look_in(session, slot=slot, answer=LookInAnswer(answer.value), by=by, now=now)


def _note_in_vain(session: Session, message: Message, *, code: str, now: datetime) -> None:
    """Write why it changed nothing; a machine that presses on and on fills no table."""
    if openings_lately(session, message.id, now=now, within=A_WHILE) < OPENINGS_AN_HOUR:
        note(session, message, at=now, code=code)


def _holder(session: Session, link: AnswerLink) -> LinkHolder:
    return LinkHolder(link_id=link.id, person_id=reader_of_link(session, link))


def _held(session: Session, link: AnswerLink) -> Asked:
    """Hold what is asked about, as every other way of answering does."""
    asked = asked_by(session, link)
    if isinstance(asked, CheckInSlot):
        return slot_by_id(session, asked.id)
    if isinstance(asked, Alert):
        return hold_alert(session, asked.id)
    return asked


def _answer(
    session: Session, link: AnswerLink, asked: Asked, answer: LinkAnswer, *, now: datetime
) -> PressResult:
    """Hand the answer to the verb that every other way hands it to."""
    by = _holder(session, link)
    if isinstance(asked, Offer):
        return _answer_offer(session, asked, answer, by=by, now=now)
    if isinstance(asked, Alert):
        return _answer_alert(session, asked, answer, by=by, now=now)
    if looks_in(session.get_one(Message, link.message_id)):
        _answer_look_in(session, link, asked, answer, now=now)
        return PressResult.TAKEN
    counts = _reply(session, link, asked, answer, now=now)
    return PressResult.TAKEN if counts else PressResult.NOTED


def _answer_alert(
    session: Session, alert: Alert, answer: LinkAnswer, *, by: LinkHolder, now: datetime
) -> PressResult:
    """Take it up, or let it go on to the next; where nobody is left, the link stays as it was."""
    result = answer_alert(
        session,
        alert_id=alert.id,
        answer=AlertAnswer.PASS_ON if answer is LinkAnswer.PASS_ON else AlertAnswer.TAKE,
        from_person_id=by.person_id,
        way=ReplyWay.PAGE,
        by=by,
        now=now,
    )
    return PressResult.NOBODY_LEFT if result is AlertResult.NOBODY_LEFT else PressResult.TAKEN


def _reply(
    session: Session, link: AnswerLink, slot: CheckInSlot, answer: LinkAnswer, *, now: datetime
) -> bool:
    """Give the check-in the answer, and its older open days; whether it settled it."""
    return record_answer(
        session,
        slot=slot,
        meaning=MEANING_OF[answer],
        from_person_id=reader_of_link(session, link),
        by=_holder(session, link),
        now=now,
    )


def _answer_look_in(
    session: Session, link: AnswerLink, slot: CheckInSlot, answer: LinkAnswer, *, now: datetime
) -> None:
    """Say whether they go, or what they found."""
    answer_look_in(
        session,
        slot_id=slot.id,
        person_id=reader_of_link(session, link),
        answer=LookInAnswer(answer.value),
        way=ReplyWay.PAGE,
        by=_holder(session, link),
        now=now,
    )


def _answer_offer(
    session: Session, offer: Offer, answer: LinkAnswer, *, by: LinkHolder, now: datetime
) -> PressResult:
    said = OfferAnswer(says_yes=answer is LinkAnswer.YES, way=ReplyWay.PAGE)
    result = answer_offer(session, offer_id=offer.id, answer=said, by=by, now=now).result
    if result in COUNTED:
        return PressResult.TAKEN
    return IN_VAIN_OF.get(result, PressResult.OVER)
