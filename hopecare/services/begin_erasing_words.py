"""Begin the night in which a town's old words are erased, or go on with one that was cut off."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hopecare.domain.retention import months_after
from hopecare.queries.old_words import erasing_is_due, find_erasure, months_kept
from hopecare.queries.town_days import town_by_id
from models import WordErasure

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


def begin_erasing_words(session: Session, *, town_id: UUID, now: datetime) -> None:
    """Write which night it is and how old words may be; nothing where it is done, or day."""
    if not erasing_is_due(session, town_id, now=now):
        return
    town = town_by_id(session, town_id)
    place = ZoneInfo(town.zone)
    today = now.astimezone(place).date()
    night = find_erasure(session, town_id)
    if night is not None and night.night == today:
        return
    if night is None:
        night = WordErasure(town_id=town_id, night=today, begun_at=now, before=now)
        session.add(night)
    months = months_kept(session, town_id, now=now)
    night.night, night.begun_at, night.ended_at = today, now, None
    night.before = datetime.combine(months_after(today, -months), time.min, place)
    night.messages = night.replies = night.left = 0
    session.flush()
