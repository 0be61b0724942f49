"""Send what is due: claim in one transaction, send in none, record in another."""

from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from hopecare.database import AllTowns
from hopecare.domain.care_path import MessageStatus
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import HoldReason
from hopecare.domain.identity import SystemActor
from hopecare.errors import KeyUnknownError
from hopecare.jobs.answers import record_answers
from hopecare.jobs.claimed import KEPT_HERE, Claimed
from hopecare.jobs.last_look import LastLook
from hopecare.jobs.lines import Lines
from hopecare.jobs.pacing import RUN_FOR_S, Pacer, pacer_of
from hopecare.queries.message_causes import read_causes
from hopecare.queries.messages import (
    due_message_ids,
    due_messages,
    due_within,
    find_due,
)
from hopecare.queries.town_days import town_by_id
from hopecare.services.follow_unreadable import follow_unreadable
from hopecare.services.keep_message import keep_message
from hopecare.services.price_send import price_send
from hopecare.services.record_delivery import DeliveryWord, record_delivery
from notifications.ahead import read_ahead
from notifications.answer_links import open_link, with_link
from notifications.claims import put_under_way
from notifications.costs import waits_for_money
from notifications.folding import fold_alerts
from notifications.gate import ask_gate
from notifications.neutral import put_in_neutral_words
from notifications.outbox import note, put_off, stop_held
from notifications.port import Answer, Failure, Parcel, SendResult
from notifications.same_telephone import is_kept_back

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.jobs.pacing import Turns
    from hopecare.jobs.tools import Tools
    from models import ContactPoint, Message
    from notifications.ahead import Ahead
    from notifications.gate import GateWord

log = logging.getLogger(__name__)
BY: Final = SystemActor(name="deliver")
BATCH: Final = 200
WAITING: Final = 200
"""More is claimed while no more than this are under way, so that no line waits for the database."""
LEAVES_WITHIN_S: Final = 30.0
"""A claim that found no line, or no turn, for so long is given back: another process may soon take
it for one whose sender has died. Where calls take that long, the provider is not well."""
UNPACED: Final = Pacer()
PUT_OFF_FOR: Final = timedelta(minutes=10)


def deliver(tools: Tools) -> int:
    """Send everything that is due now and say how much left; stops when nothing is due."""
    pacer = pacer_of(tools)
    claimed = _claim(tools, pacer)
    if not claimed:
        return 0
    sent, began, last_look = 0, time.monotonic(), LastLook(tools)
    send = partial(_send, tools, pacer=pacer, last_look=last_look)
    with Lines(send) as lines, ThreadPoolExecutor(1) as writer:
        while True:
            for one in filter(None, claimed):
                last_look.waits(one)
                lines.hand_over(one)
            recorded = writer.submit(record_answers, tools, lines.answers(), by=BY)
            has_room = lines.under_way <= WAITING
            goes_on = not pacer.is_needed or time.monotonic() - began < RUN_FOR_S
            claimed = _claim(tools, pacer) if has_room and goes_on else []
            sent += recorded.result()
            if not claimed and not lines.under_way:
                return sent


def _send(
    tools: Tools, one: Claimed, *, pacer: Pacer = UNPACED, last_look: LastLook | None = None
) -> SendResult:
    """Hand one over on a line of its own, unless its line or turn comes too late, or it may not."""
    until_s, latest_s = one.claimed_at_s + one.waits_s, one.claimed_at_s + LEAVES_WITHIN_S
    is_paced = not one.parcel.stays_here
    is_late = time.monotonic() > latest_s or (
        is_paced and not pacer.wait(one.channel, one.units, until_s=until_s, latest_s=latest_s)
    )
    if is_late:
        if last_look is not None:
            last_look.forget(one)
        return SendResult(answer=Answer.TRY_LATER, failure=Failure.PROVIDER_DOWN)
    # A look that took long is as late as a line that did: another process may hold it by now.
    if last_look is not None and not (last_look.lets(one) and time.monotonic() <= latest_s):
        return KEPT_HERE
    return tools.networks.carrying(one.channel).send(one.parcel)


def _claim(tools: Tools, pacer: Pacer) -> list[Claimed | None]:
    """Decide about a batch; None stands for a message that does not leave now.

    One message that cannot be read must not hold up the others: then they are claimed one by one.
    """
    try:
        return _claim_batch(tools, pacer)
    except Exception:  # whatever is wrong with one row, the rest goes out
        log.exception("batch could not be claimed")
        return _claim_singly(tools, pacer)


def _claim_singly(tools: Tools, pacer: Pacer) -> list[Claimed | None]:
    """Claim each due message by itself; one that fails is put off, never lost.

    A sender that is slow gets one at a time: such a message is soon put off, then batches go on.
    """
    limit = 1 if pacer.is_needed else BATCH
    with tools.database.reading(AllTowns()) as session:
        message_ids = due_message_ids(session, now=tools.clock(), limit=limit)
    return [one for message_id in message_ids for one in _claim_alone(tools, message_id, pacer)]


def _claim_alone(tools: Tools, message_id: UUID, pacer: Pacer) -> list[Claimed | None]:
    """Claim this one; nothing where our sender has no turn left for it."""
    now = tools.clock()
    try:
        with tools.database.writing(AllTowns()) as session:
            # Asked again: a stop may have come since, or another worker may have put it off.
            message = find_due(session, message_id, now=now)
            turns = pacer.turns(session, now)
            if message is None:
                return [None]
            if turns is not None and not turns.is_left(message.channel):
                return []
            claimed = _claim_one(session, message, tools, now=now, turns=turns)
            put_under_way(session, [message] if claimed else [], at=now)
            return [claimed]
    except Exception as error:  # the same
        log.exception("message could not be claimed", extra={"message_id": str(message_id)})
        _put_aside(tools, message_id, is_sealed=isinstance(error, KeyUnknownError), now=now)
        return [None]


def _put_aside(tools: Tools, message_id: UUID, *, is_sealed: bool, now: datetime) -> None:
    """Try it again later; where its time is over before, or no key opens it, somebody is told."""
    until = now + PUT_OFF_FOR
    try:
        with tools.database.writing(AllTowns()) as session:
            follow_unreadable(
                session, message_id=message_id, until=until, is_sealed=is_sealed, by=BY, now=now
            )
    except Exception:  # it must not stay due: the rest goes out
        log.exception("message could not be followed", extra={"message_id": str(message_id)})
    with tools.database.writing(AllTowns()) as session:
        put_off(session, message_id, until=until, now=now)


def _claim_batch(tools: Tools, pacer: Pacer = UNPACED) -> list[Claimed | None]:
    now = tools.clock()
    with tools.database.writing(AllTowns()) as session:
        turns = pacer.turns(session, now)
        due = _due(session, turns, now)
        causes = read_causes(session, due, now=now)
        ahead = read_ahead(session, due, causes=causes, now=now, spends=True)
        left = fold_alerts(session, due, ahead, now=now)
        claimed = [
            _claim_one(session, message, tools, now=now, ahead=ahead, turns=turns)
            for message in left
            # By now longer words may have taken all of what our sender has left: these wait.
            if turns is None or turns.is_left(message.channel)
        ]
        leaving = {each.parcel.message_id for each in claimed if each is not None}
        put_under_way(session, [each for each in left if each.id in leaving], at=now)
        # Those that were folded are looked at too: a batch of them alone is not the last one.
        return [*claimed, *[None] * (len(due) - len(left))]


def _due(session: Session, turns: Turns | None, now: datetime) -> Sequence[Message]:
    """What is due now, and no more of it than our sender can take soon."""
    if turns is None:
        return due_messages(session, now=now, limit=BATCH)
    room = {channel: turns.room(channel, most=BATCH) for channel in Channel}
    return due_within(session, now=now, room=room)


def _claim_one(
    session: Session,
    message: Message,
    tools: Tools,
    *,
    now: datetime,
    ahead: Ahead | None = None,
    turns: Turns | None = None,
) -> Claimed | None:
    """Stop, expire, hold, postpone or claim one message."""
    # First: nobody is rung because words came too late for what is over.
    causes = ahead.causes if ahead else read_causes(session, [message], now=now)
    if causes.is_over(message):
        stop_held(session, message, code="over", now=now)
        return None
    if message.valid_until <= now:
        _write(session, message, DeliveryWord(status=MessageStatus.EXPIRED, code="too_late"), now)
        return None
    ahead = ahead or read_ahead(session, [message], causes=causes, now=now, spends=True)
    word = ask_gate(session, message, now=now, ahead=ahead)
    if keep_message(session, message=message, decision=word.decision, by=BY, now=now):
        return None
    waits, full_until = word.decision.wait_until, ahead.ceiling.holds_back_until(message)
    if waits is not None or full_until is not None:
        code = "quiet_hours" if waits is not None else HoldReason.TOO_MANY.value
        _postpone(session, message, until=waits or full_until or now, code=code, now=now)
        return None
    is_told = is_kept_back(session, message, word.contact_point, ahead.said, now=now)
    body = None if is_told else _as_it_leaves(session, message, word, tools, now=now, ahead=ahead)
    if body is None or word.contact_point is None:
        return None
    ahead.ceiling.takes(message)
    ahead.said.takes(message, word.contact_point)
    claimed = _claimed(session, message, word.contact_point, body, now=now, turns=turns)
    return replace(claimed, is_neutral=word.decision.in_neutral_words)


def _as_it_leaves(
    session: Session,
    message: Message,
    word: GateWord,
    tools: Tools,
    *,
    now: datetime,
    ahead: Ahead,
) -> str | None:
    """Say it as it will be read, priced; None where the month's money is too little for it."""
    if word.decision.in_neutral_words and word.contact_point is not None:
        put_in_neutral_words(session, message, word.contact_point, causes=ahead.causes)
    is_neutral = word.decision.in_neutral_words
    open_link(session, message, causes=ahead.causes, is_neutral=is_neutral, now=now)
    body = with_link(message.body or "", message.id, public_base_url=tools.networks.public_base_url)
    adds = price_send(session, message, body, ahead.profiles[message.town_id])
    if waits_for_money(message) and not ahead.purse.affords(message.town_id, adds):
        hold = HoldReason.COST_CAP.value
        _write(session, message, DeliveryWord(status=MessageStatus.HELD, code=hold), now)
        return None
    ahead.purse.takes(message.town_id, adds)
    return body


def _postpone(
    session: Session, message: Message, *, until: datetime, code: str, now: datetime
) -> None:
    """Wait for an hour at which it may be sent; too late by then means never."""
    if until >= message.valid_until:
        _write(session, message, DeliveryWord(status=MessageStatus.EXPIRED, code=code), now)
        return
    message.not_before = until
    note(session, message, at=now, code=code)


def _claimed(
    session: Session,
    message: Message,
    point: ContactPoint,
    body: str,
    *,
    now: datetime,
    turns: Turns | None,
) -> Claimed:
    """Count the send before anything is sent: a crash from here on is looked into."""
    message.attempt += 1
    message.claimed_at, message.contact_point_id = now, point.id
    town = town_by_id(session, message.town_id)
    parcel = Parcel(
        message_id=message.id,
        attempt=message.attempt,
        to=point.value,
        body=body,
        language=message.language,
        valid_for=message.valid_until - now,
        stays_here=town.is_demonstration,
    )
    units = message.segments or 1
    waits_s = turns.take(message.channel, units) if turns and not parcel.stays_here else 0.0
    return Claimed(parcel, message.channel, time.monotonic(), waits_s, units)


def _write(session: Session, message: Message, word: DeliveryWord, now: datetime) -> None:
    """Write a word about a message."""
    record_delivery(session, message=message, word=word, by=BY, now=now)
