"""Close somebody's private calendar address: from now on it opens nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.calendars import find_feed

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import CalendarFeed


def revoke_calendar(session: Session, *, by: Identity, now: datetime) -> CalendarFeed | None:
    """Revoke the address they have now, if they have one."""
    feed = find_feed(session, by.person_id)
    if feed is not None:
        feed.revoked_at = now
        session.flush()
    return feed
