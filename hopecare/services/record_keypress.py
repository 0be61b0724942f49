"""Take a key pressed in an automated call: it answers the question of that very call.

A key that means nothing answers nothing; pressed in vain twice, a person looks within the hour. So
does a person where answering has failed: no list of the network's holds a key once more.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare import keyring
from hopecare.domain.alert_answers import KEYS, AlertAnswer
from hopecare.domain.channels import Channel, ReplyWay
from hopecare.domain.look_ins import KEYS as LOOK_IN_KEYS
from hopecare.domain.look_ins import MEANINGS, answer_meant
from hopecare.domain.replies import ReplyMeaning
from hopecare.errors import KeyUnknownError
from hopecare.queries.check_ins import slot_by_id
from hopecare.queries.look_ins import looks_in
from hopecare.queries.messages import find_inbound
from hopecare.services.answer_alert import answer_alert
from hopecare.services.answer_look_in import answer_look_in
from hopecare.services.answer_offer import OfferAnswer, OfferResult, answer_offer
from hopecare.services.ask_for_review import ask_for_review
from hopecare.services.record_answer import record_answer
from hopecare.turns import PASSING
from models import ContactPoint, InboundMessage

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Message

log = logging.getLogger(__name__)
CHECK_IN_KEYS: Final = {
    "1": ReplyMeaning.FINE,
    "2": ReplyMeaning.HELP,
    "3": ReplyMeaning.CANNOT_ANY_MORE,
}
OFFER_KEYS: Final = {"1": ReplyMeaning.YES, "2": ReplyMeaning.NO}
"""An alert is taken or passed on by the same two keys."""


def record_keypress(  # noqa: PLR0913  a key is pressed in a call about a message
    session: Session,
    *,
    message: Message,
    provider: str,
    call_sid: str,
    key: str,
    by: Actor,
    now: datetime,
    is_last: bool = True,
) -> ReplyMeaning:
    """Keep the key once, let it answer the call's own question, and say what it meant.

    Where the question is said once more, this one is not the last and nobody need look yet.
    """
    sid = f"{call_sid}:{key}"
    known = find_inbound(session, provider=provider, provider_sid=sid)
    if known is not None:
        return known.meaning
    meaning = _meaning(message, key)
    row = _kept(session, message, provider=provider, sid=sid, meaning=meaning, now=now)
    session.add(row)
    session.flush()
    if meaning is ReplyMeaning.UNCLEAR and message.alert_id is None:
        is_asked = is_last
    else:
        is_asked = not _understood(session, message, key, meaning, by=by, now=now)
    if is_asked:
        ask_for_review(session, row=row, by=by, now=now)
    return meaning


def _understood(
    session: Session, message: Message, key: str, meaning: ReplyMeaning, *, by: Actor, now: datetime
) -> bool:
    """Let it answer; False where a person has to ask, whatever is wrong with those it is about."""
    try:
        with session.begin_nested():
            if message.alert_id is None:
                return _answer(session, message, meaning, by=by, now=now)
            _answer_alert(session, message, message.alert_id, key, by=by, now=now)
            return True
    except PASSING:
        raise
    except Exception:  # one broken row must never cost somebody their answer
        log.exception("key could not be understood", extra={"message_id": str(message.id)})
        return False


def _meaning(message: Message, key: str) -> ReplyMeaning:
    """What the key means to what was asked."""
    if looks_in(message):
        answer = LOOK_IN_KEYS.get(key)
        return MEANINGS[answer] if answer else ReplyMeaning.UNCLEAR
    is_yes_or_no = message.offer_id is not None or message.alert_id is not None
    keys = OFFER_KEYS if is_yes_or_no else CHECK_IN_KEYS
    return keys.get(key, ReplyMeaning.UNCLEAR)


def _answer(
    session: Session, message: Message, meaning: ReplyMeaning, *, by: Actor, now: datetime
) -> bool:
    """Hand the meaning to what was asked, a check-in's older open days with it.

    False where a person has to ask what they meant.
    """
    if message.slot_id is not None and looks_in(message):
        answer_look_in(
            session,
            slot_id=message.slot_id,
            person_id=message.to_person_id,
            answer=answer_meant(meaning),
            way=ReplyWay.KEYPRESS,
            by=by,
            now=now,
        )
    elif message.slot_id is not None:
        slot = slot_by_id(session, message.slot_id)
        sender = message.to_person_id
        record_answer(session, slot=slot, meaning=meaning, from_person_id=sender, by=by, now=now)
    elif message.offer_id is not None:
        says_yes = meaning is ReplyMeaning.YES
        answer = OfferAnswer(says_yes=says_yes, way=ReplyWay.KEYPRESS)
        answered = answer_offer(session, offer_id=message.offer_id, answer=answer, by=by, now=now)
        return answered.result is not OfferResult.STILL_YOURS
    return True


def _answer_alert(
    session: Session, message: Message, alert_id: UUID, key: str, *, by: Actor, now: datetime
) -> None:
    """Take it up or pass it on; by any other key the alert waits, and goes on to the next."""
    answer: AlertAnswer | None = KEYS.get(key)
    if answer is not None:
        answer_alert(
            session,
            alert_id=alert_id,
            answer=answer,
            from_person_id=message.to_person_id,
            way=ReplyWay.KEYPRESS,
            by=by,
            now=now,
        )


def _kept(
    session: Session,
    message: Message,
    *,
    provider: str,
    sid: str,
    meaning: ReplyMeaning,
    now: datetime,
) -> InboundMessage:
    """The row of the key that was pressed."""
    number = _number(session, message)
    return InboundMessage(
        town_id=message.town_id,
        provider=provider,
        provider_sid=sid,
        channel=Channel.VOICE,
        received_at=now,
        from_number=number,
        from_index=keyring.current().blind("phone", number),
        body=sid.rpartition(":")[2],
        meaning=meaning,
        needs_review=False,
        person_id=message.to_person_id,
        slot_id=message.slot_id,
        offer_id=message.offer_id,
        alert_id=message.alert_id,
    )


def _number(session: Session, message: Message) -> str:
    """The telephone that was rung; nothing where no key opens it any more."""
    rung = select(ContactPoint.value).where(ContactPoint.id == message.contact_point_id)
    try:
        return session.scalar(rung) or ""
    except KeyUnknownError:
        log.exception("number could not be read", extra={"message_id": str(message.id)})
        return ""
