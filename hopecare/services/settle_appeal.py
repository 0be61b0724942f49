"""Note that staff looked at a volunteer's word about what they are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.match_appeals import appeal_by_id

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import MatchAppeal


def settle_appeal(session: Session, *, appeal_id: UUID, by: Actor, now: datetime) -> MatchAppeal:
    """Take it off the list; who looked first stays named."""
    appeal = appeal_by_id(session, appeal_id, alone=True)
    if appeal.settled_at is None:
        appeal.settled_at, appeal.settled_by_id = now, by.person_id
    return appeal
