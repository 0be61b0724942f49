"""Give somebody a private calendar address; the one before is revoked. Only its hash is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.passwords import hash_token
from hopecare.queries.calendars import calendar_token
from hopecare.services.revoke_calendar import revoke_calendar
from models import CalendarFeed

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity


def make_calendar(session: Session, *, language: str, by: Identity, now: datetime) -> CalendarFeed:
    """Make a new address and revoke the one there was."""
    revoke_calendar(session, by=by, now=now)
    feed = CalendarFeed(
        town_id=by.town_id,
        person_id=by.person_id,
        token_hash="",
        made_at=now,
        language=language,
    )
    feed.token_hash = hash_token(calendar_token(feed))
    session.add(feed)
    session.flush()
    return feed
