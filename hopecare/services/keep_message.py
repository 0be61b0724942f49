"""The gate says no: words are held, so that a person says it otherwise, or taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import MessageStatus
from hopecare.domain.delivery import RecallReason
from hopecare.queries.check_ins import slot_by_id
from hopecare.services.ask_no_more import ask_no_more
from hopecare.services.record_delivery import DeliveryWord, record_delivery
from notifications.outbox import stop_held

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
    if decision.recall is not None:
        _take_back(session, message, decision.recall, by=by, now=now)
    elif decision.hold is not None:
        held = DeliveryWord(status=MessageStatus.HELD, code=decision.hold.value)
        record_delivery(session, message=message, word=held, by=by, now=now)
    return decision.recall is not None or decision.hold is not None


def _take_back(
    session: Session, message: Message, reason: RecallReason, *, by: Actor, now: datetime
) -> None:
    """Recall it; by a plan that rests nobody is asked further, as if it were paused just now."""
    if reason is RecallReason.PAUSED and message.slot_id is not None:
        person_id = slot_by_id(session, message.slot_id).person_id
        ask_no_more(session, person_id=person_id, by=by, now=now, code=reason)
    stop_held(session, message, code=reason, now=now)
