"""The gate says no: words are held, so that a person says it otherwise, or taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import MessageStatus
from hopecare.services.record_delivery import DeliveryWord, record_delivery
from notifications.outbox import stop

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.send_gate import SendDecision
    from models import Message


def keep_message(
    session: Session, *, message: Message, decision: SendDecision, by: Actor, now: datetime
) -> bool:
    """Write that it does not leave, and why; False where the gate lets it."""
    if decision.stop is not None:
        stop(session, message, code=decision.stop.value, now=now)
    elif decision.hold is not None:
        held = DeliveryWord(status=MessageStatus.HELD, code=decision.hold.value)
        record_delivery(session, message=message, word=held, by=by, now=now)
    return decision.stop is not None or decision.hold is not None
