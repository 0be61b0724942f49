"""What day it is in a town: what people write as a date is a day of their own place."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hopecare.errors import NotFoundError
from models import Town

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def town_by_id(session: Session, town_id: UUID) -> Town:
    """Give the town's own row."""
    town = session.get(Town, town_id)
    if town is None:
        raise NotFoundError(town_id=town_id)
    return town


def local_day(session: Session, town_id: UUID, now: datetime) -> date:
    """Say which day it is in the town."""
    return now.astimezone(ZoneInfo(town_by_id(session, town_id).zone)).date()
