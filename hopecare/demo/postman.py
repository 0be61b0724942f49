"""Carry the words of the past: the gate decides as ever, and nothing leaves this machine."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from hopecare.demo.stage import BY, Reply
from hopecare.domain.care_path import MessageStatus
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.domain.replies import ReplyMeaning
from hopecare.queries.check_ins import slot_by_id
from hopecare.queries.message_causes import read_causes
from hopecare.services.keep_message import keep_message
from hopecare.services.price_send import price_send
from hopecare.services.record_delivery import DeliveryWord, record_delivery
from hopecare.services.record_inbound import IncomingText, record_inbound
from hopecare.services.record_keypress import record_keypress
from models import ContactPoint, Message
from notifications.ahead import read_ahead
from notifications.gate import ask_gate
from notifications.neutral import put_in_neutral_words
from notifications.outbox import put
from notifications.port import Failure
from notifications.town_channels import profile_of_town

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime
    from uuid import UUID

    from hopecare.demo.stage import Stage
    from hopecare.domain.channel_profiles import ChannelProfile

    Later = Callable[[datetime, Callable[[], None]], None]

PROVIDER: Final = "console"
"""The same name as the network that stays on this machine."""
RINGS_FOR: Final = timedelta(seconds=40)
STILL_RINGS: Final = timedelta(hours=2)
"""A call of the last hours may still be picked up on the handset page."""
KEYS: Final = {
    ReplyMeaning.FINE: "1",
    ReplyMeaning.HELP: "2",
    ReplyMeaning.CANNOT_ANY_MORE: "3",
}
WELL: Final = Reply(meaning=ReplyMeaning.FINE)


class Postman:
    """Delivers each promised word in the story's own time, and brings the answers back."""

    def __init__(self, stage: Stage, *, later: Later) -> None:
        """Work on a stage; `later` lets something happen at a moment."""
        self._stage = stage
        self._later = later
        self._carried: tuple[date, ChannelProfile] | None = None

    def carry(self, message_id: UUID) -> None:
        """Expire, hold, postpone or deliver one promise."""
        message = self._stage.session.get_one(Message, message_id)
        now = self._stage.now
        if message.status is not MessageStatus.PENDING or message.not_before > now:
            return
        if message.valid_until <= now:
            self._say(message, DeliveryWord(status=MessageStatus.EXPIRED, code="too_late"))
            return
        causes = read_causes(self._stage.session, [message], now=now)
        ahead = read_ahead(self._stage.session, [message], causes=causes, now=now)
        word = ask_gate(self._stage.session, message, now=now, ahead=ahead)
        if keep_message(
            self._stage.session, message=message, decision=word.decision, by=BY, now=now
        ):
            return
        if word.decision.wait_until is not None:
            self._postpone(message, word.decision.wait_until)
        elif word.contact_point is not None:
            if word.decision.in_neutral_words:
                put_in_neutral_words(
                    self._stage.session, message, word.contact_point, causes=causes
                )
            self._deliver(message, word.contact_point)

    def _postpone(self, message: Message, until: datetime) -> None:
        if until >= message.valid_until:
            self._say(message, DeliveryWord(status=MessageStatus.EXPIRED, code="quiet_hours"))
        else:
            message.not_before = until

    def _deliver(self, message: Message, point: ContactPoint) -> None:
        """Hand it over; a call rings, a text arrives."""
        message.attempt += 1
        message.claimed_at, message.contact_point_id = self._stage.now, point.id
        price_send(self._stage.session, message, message.body or "", self._network())
        put(self._stage.session, message, MessageStatus.SENDING, at=self._stage.now)
        sid = f"demo-{message.id}"
        taken = DeliveryWord(status=MessageStatus.ACCEPTED, provider=PROVIDER, provider_sid=sid)
        self._say(message, taken)
        if message.channel is Channel.SMS:
            self._say(message, DeliveryWord(status=MessageStatus.DELIVERED))
        if message.kind in (MessageKind.CHECK_IN, MessageKind.CHECK_IN_REPEAT):
            self._await_answer(message)

    def _network(self) -> ChannelProfile:
        """Give the network with the prices the town has said by now."""
        town, on = self._stage.town, self._stage.now.astimezone(self._stage.zone).date()
        if self._carried is None or self._carried[0] != on:
            self._carried = on, profile_of_town(self._stage.session, town, on=on)
        return self._carried[1]

    def _await_answer(self, message: Message) -> None:
        """Let the person answer as they do, or let the call ring out."""
        if message.slot_id is None:
            return
        slot = slot_by_id(self._stage.session, message.slot_id)
        habit = self._stage.habits.get(slot.person_id)
        reply = habit(slot) if habit else WELL
        now = self._stage.now
        if reply is not None:
            self._later(now + reply.after, partial(self._answer, message.id, reply.meaning))
        elif message.channel is Channel.VOICE and now < self._stage.ends_at - STILL_RINGS:
            self._later(now + RINGS_FOR, partial(self._ring_out, message.id))

    def _answer(self, message_id: UUID, meaning: ReplyMeaning) -> None:
        session, now = self._stage.session, self._stage.now
        message = session.get_one(Message, message_id)
        if message.channel is Channel.VOICE:
            self._say(message, DeliveryWord(status=MessageStatus.DELIVERED))
            record_keypress(
                session,
                message=message,
                provider=PROVIDER,
                call_sid=f"demo-{message.id}",
                key=KEYS[meaning],
                by=BY,
                now=now,
            )
            return
        point = session.get_one(ContactPoint, message.contact_point_id)
        text = IncomingText(
            provider=PROVIDER,
            provider_sid=f"demo-reply-{message.id}",
            from_number=point.value,
            body=KEYS[meaning],
        )
        record_inbound(session, town_id=message.town_id, text=text, by=BY, now=now)

    def _ring_out(self, message_id: UUID) -> None:
        message = self._stage.session.get_one(Message, message_id)
        missed = DeliveryWord(status=MessageStatus.UNDELIVERED, code=Failure.NO_ANSWER.value)
        self._say(message, missed)

    def _say(self, message: Message, word: DeliveryWord) -> None:
        record_delivery(self._stage.session, message=message, word=word, by=BY, now=self._stage.now)
