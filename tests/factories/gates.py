"""The send gate asked about one message alone, as the sender asks it about many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.message_causes import read_causes
from notifications.ahead import read_ahead
from notifications.gate import GateWord, ask_gate

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Message


def gate_about(session: Session, message: Message, *, now: datetime) -> GateWord:
    """What the gate says of this message at this moment."""
    causes = read_causes(session, [message], now=now)
    ahead = read_ahead(session, [message], causes=causes, now=now)
    return ask_gate(session, message, now=now, ahead=ahead)
