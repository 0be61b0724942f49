"""What the provider counted and charged, written on the message it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageStatus
from hopecare.domain.message_cost import minutes_of

if TYPE_CHECKING:
    from models import Message
    from notifications.port import Charge


def note_charge(message: Message, charge: Charge | None) -> None:
    """Write what the provider says, whenever it says so; what it leaves out stays as it was."""
    if charge is None:
        return
    if charge.segments and message.channel is Channel.SMS:
        message.segments = charge.segments
    if charge.micros is not None and charge.currency is not None:
        is_ours = message.cost_currency in (None, charge.currency)
        lost = message.lost_micros if is_ours else None
        message.charged_micros = charge.micros + (lost or 0)
        message.charged_currency = charge.currency
    if charge.seconds is not None and message.channel is Channel.VOICE:
        _lengthen(message, charge.seconds)


def forgive_cost(message: Message) -> None:
    """What never left, and a call that nobody took, costs nothing; a text that got lost does."""
    failed = message.status is MessageStatus.FAILED
    rang_out = message.channel is Channel.VOICE and message.status is MessageStatus.UNDELIVERED
    if (failed or rang_out) and message.cost_micros is not None:
        message.cost_micros = 0


def _lengthen(message: Message, seconds: int) -> None:
    """A call has ended: each begun minute counts, once, however often we are told."""
    if message.cost_micros is None or message.status is MessageStatus.DELIVERED:
        return
    message.cost_micros *= minutes_of(seconds)
