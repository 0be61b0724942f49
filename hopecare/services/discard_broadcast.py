"""Throw away a draft of a message to many: nobody was told anything, and nothing of it stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import MoveNotAllowedError
from hopecare.queries.broadcasts import broadcast_alone

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


def discard_broadcast(session: Session, *, broadcast_id: UUID) -> None:
    """Delete it; refused once it was sent off."""
    draft = broadcast_alone(session, broadcast_id)
    if draft.sent_at is not None:
        raise MoveNotAllowedError(machine="broadcast", status=draft.state, event="discarded")
    session.delete(draft)
    session.flush()
