"""Write what the network said first about what was handed to it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from hopecare.database import AllTowns
from hopecare.domain.care_path import MessageStatus
from hopecare.domain.delivery_order import wait_before_retry
from hopecare.jobs.claimed import KEPT_HERE
from hopecare.queries.check_ins import hold_slots
from hopecare.queries.messages import hold_messages
from hopecare.services.record_delivery import DeliveryWord, record_delivery
from hopecare.services.record_taken import Taking, record_taken
from hopecare.services.write_asked_slots import write_asked_slots
from notifications.outbox import put
from notifications.port import Answer, SendResult

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.jobs.claimed import Claimed
    from hopecare.jobs.tools import Tools
    from models import Message

log = logging.getLogger(__name__)


def record_answers(
    tools: Tools, answers: Sequence[tuple[Claimed, SendResult]], *, by: Actor
) -> int:
    """Write what the network said about these; one that cannot be written holds back no other."""
    if not answers:
        return 0
    try:
        _record_group(tools, answers, by)
    except Exception:  # whatever is wrong with one row, the others are recorded
        log.exception("answers could not be recorded together")
        for answer in answers:
            _record_alone(tools, answer, by)
    return len(answers)


def _record_alone(tools: Tools, answer: tuple[Claimed, SendResult], by: Actor) -> None:
    """Write one answer; what cannot be written is in doubt, and looked into as such."""
    try:
        _record_group(tools, [answer], by)
    except Exception:  # the same
        facts = {"message_id": str(answer[0].parcel.message_id)}
        log.exception("answer could not be recorded", extra=facts)


def _record_group(tools: Tools, answers: Sequence[tuple[Claimed, SendResult]], by: Actor) -> None:
    """Write what the network said about these in one transaction."""
    now = tools.clock()
    takings = [_taking(tools, *each) for each in answers if _is_plainly_taken(each[1])]
    with tools.database.writing(AllTowns()) as session:
        written = record_taken(session, takings=takings, by=by, now=now)
        left = [each for each in answers if each[0].parcel.message_id not in written]
        if left:
            _record_each(session, tools, left, by=by, now=now)


def _is_plainly_taken(result: SendResult) -> bool:
    """Whether it says nothing but the network's own name for it."""
    return (
        result.answer is Answer.TAKEN
        and result.provider_sid is not None
        and result.failure is None
        and result.provider_code is None
    )


def _taking(tools: Tools, claimed: Claimed, result: SendResult) -> Taking:
    name = tools.networks.carrying(claimed.channel).name
    return Taking(claimed.parcel.message_id, claimed.parcel.attempt, name, str(result.provider_sid))


def _record_each(
    session: Session,
    tools: Tools,
    answers: Sequence[tuple[Claimed, SendResult]],
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Write what the network said about these, each by what it means."""
    held = hold_messages(session, [claimed.parcel.message_id for claimed, _ in answers])
    slots = [one.slot_id for one in held.values() if one.slot_id is not None]
    held_slots = hold_slots(session, slots)
    for claimed, result in answers:
        message = held.get(claimed.parcel.message_id)
        if message is None:
            continue
        name = tools.networks.carrying(claimed.channel).name
        if result is KEPT_HERE:
            _give_back(session, message, claimed, now=now)
        elif result.answer is Answer.TRY_LATER:
            if message.attempt == claimed.parcel.attempt:
                _try_later(session, message, result, by=by, now=now)
        else:
            word = _word(result, provider=name, attempt=claimed.parcel.attempt)
            record_delivery(session, message=message, word=word, by=by, now=now)
    write_asked_slots(session, held_slots)


def _word(result: SendResult, *, provider: str, attempt: int) -> DeliveryWord:
    """Turn the network's first answer into a status."""
    status = {
        Answer.TAKEN: MessageStatus.ACCEPTED,
        Answer.REFUSED: MessageStatus.FAILED,
        Answer.AMBIGUOUS: MessageStatus.UNKNOWN,
    }[result.answer]
    return DeliveryWord(
        status=status,
        code=result.failure.value if result.failure else None,
        provider=provider,
        provider_sid=result.provider_sid,
        provider_code=result.provider_code,
        attempt=attempt,
    )


def _give_back(session: Session, message: Message, claimed: Claimed, *, now: datetime) -> None:
    """It was claimed and did not leave: promised as before, and decided about anew when due."""
    if message.status is MessageStatus.SENDING and message.attempt == claimed.parcel.attempt:
        message.claimed_at = None
        put(session, message, MessageStatus.PENDING, at=now, code="kept_here")


def _try_later(
    session: Session, message: Message, result: SendResult, *, by: Actor, now: datetime
) -> None:
    """Put it back with a growing wait, unless a callback has moved it on already.

    The caller asks whether it is this very send: a newer one is not put back by an older one.
    """
    if message.status is not MessageStatus.SENDING:
        return
    code = result.provider_code or (result.failure.value if result.failure else None)
    message.claimed_at = None
    again_at = now + wait_before_retry(message.attempt, jitter=_jitter(message.id))
    if again_at >= message.valid_until:
        word = DeliveryWord(status=MessageStatus.EXPIRED, code=code)
        record_delivery(session, message=message, word=word, by=by, now=now)
        return
    message.not_before, message.error_code = again_at, code
    put(session, message, MessageStatus.PENDING, at=now, code=code)


def _jitter(message_id: UUID) -> float:
    """Between 0 and 1, spread by the random end of the identifier."""
    return (message_id.int & 0xFFFF) / 0xFFFF
