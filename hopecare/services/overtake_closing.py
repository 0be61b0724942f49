"""The case was closed in another way: a proposal to close it waits for nobody any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.closing_proposals import ClosingEvent
from hopecare.queries.closing_proposals import live_closings_of
from hopecare.services.move_closing import move_closing

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def overtake_closing(session: Session, *, case_id: UUID, now: datetime) -> None:
    """End what waits for a decision or came back; with none, nothing happens."""
    for proposal in live_closings_of(session, case_id):
        move_closing(proposal, event=ClosingEvent.CASE_CLOSED, now=now)
