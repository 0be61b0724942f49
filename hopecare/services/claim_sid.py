"""Give a message the provider's name for its send: each name is one message's, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import MessageStatus
from hopecare.queries.messages import hold_sender_of
from notifications.outbox import put

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.services.record_delivery import DeliveryWord
    from models import Message

LEFT = (MessageStatus.ACCEPTED, MessageStatus.SENT, MessageStatus.DELIVERED)


def claim_sid(session: Session, *, message: Message, word: DeliveryWord, now: datetime) -> bool:
    """Take the name the word tells, and say whether the word is about this message.

    A word that carries our own id is sure. What was found in the provider's list by number and
    words alone is a guess: it takes nothing from another message, and whatever was guessed goes
    back as soon as a sure word claims it. That one's fate is unknown again, and is looked for.
    """
    if not word.provider_sid or message.provider_sid is not None:
        return True
    holder = hold_sender_of(session, provider=word.provider, provider_sid=word.provider_sid)
    if holder is not None and holder.id != message.id:
        if word.is_guess:
            return False
        _give_back(holder, now=now)
        if holder.status in LEFT:
            put(session, holder, MessageStatus.UNKNOWN, at=now, code="was_another")
        session.flush()  # the name is free before it is somebody else's
    message.provider, message.provider_sid = word.provider, word.provider_sid
    return True


def _give_back(holder: Message, *, now: datetime) -> None:
    """Nothing is known of its own send; it is looked for from when it was to leave."""
    holder.provider = holder.provider_sid = holder.sent_at = None
    holder.charged_micros = holder.charged_currency = None
    # The very list in which it was not found may be old: it is read anew, not at once.
    holder.looks, holder.looked_at = 0, now
