"""A text got lost on its way for a reason that may pass: it goes into the line once more."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.care_path import MessageStatus
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import LOST_ON_ITS_WAY, MessageKind
from hopecare.queries.lost_sends import PASSES_LATER, count_losses
from notifications.outbox import put

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.services.record_delivery import DeliveryWord
    from models import Message

WAITS: Final = (timedelta(minutes=5), timedelta(minutes=15))
"""After the first loss and after the second; after the third a person is told."""
NEVER_WAIT: Final = frozenset({MessageKind.ALERT})
"""Somebody else is told, or rung, as soon as the first is lost: that is sooner than any repeat."""


def send_again(session: Session, *, message: Message, word: DeliveryWord, now: datetime) -> bool:
    """Promise it once more; False where a person has to be told instead.

    That is where the reason does not pass, it would be too late, it was tried often enough, its
    words are gone, or it is an alarm. Nothing is doubled: the last send is known to have ended.
    """
    if not _may_pass(message, word) or not _can_wait(message):
        return False
    losses = count_losses(session, message)[0]
    if losses >= len(WAITS) or now + WAITS[losses] >= message.valid_until:
        return False
    code = word.provider_code or word.code
    put(session, message, word.status, at=now, code=code)
    message.sent_at = message.sent_at or now
    message.claimed_at, message.error_code = None, code
    message.provider_sid = message.looked_at = None
    _keep_cost(message)
    message.not_before = now + WAITS[losses]
    put(session, message, MessageStatus.PENDING, at=now, code=PASSES_LATER)
    return True


def _may_pass(message: Message, word: DeliveryWord) -> bool:
    """Whether the last send is what got lost, for a reason that passes."""
    is_lost = word.status in LOST_ON_ITS_WAY and word.attempt == message.attempt
    return is_lost and word.passes


def _can_wait(message: Message) -> bool:
    if message.kind in NEVER_WAIT:
        return False
    return message.channel is Channel.SMS and message.body is not None


def _keep_cost(message: Message) -> None:
    """What the lost send was charged is not forgotten when the next one is."""
    if message.charged_micros is not None and message.cost_currency in (
        None,
        message.charged_currency,
    ):
        message.cost_micros = message.charged_micros
        message.cost_currency = message.charged_currency
    message.lost_micros = message.cost_micros
    message.charged_micros = message.charged_currency = None
