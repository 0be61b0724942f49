"""A missed day that lies far ahead: nobody but the backup is asked for it yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.cover_times import asked_from

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import MissedWeek


def wait_for_week(session: Session, missed: MissedWeek, *, now: datetime) -> bool:
    """Say whether it is too early to ask others; then it is looked at when their time has come."""
    begins = asked_from(session, missed)
    if now >= begins:
        return False
    missed.due_at = begins
    session.flush()
    return True
