"""What a resident is still to hear in a call of one missed day: that nobody comes, or somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.care_path import CallTaskStatus
from hopecare.queries.call_causes import owed_for
from models import CallTask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from models import MissedWeek


def open_week_news(session: Session, missed: MissedWeek) -> Sequence[CallTask]:
    """Give the calls of it that nobody has made, the oldest first."""
    about = f"missed_week:{missed.id}"
    owed = select(CallTask).where(
        CallTask.town_id == missed.town_id,
        CallTask.status == CallTaskStatus.OPEN,
        owed_for([f"{about}:nobody", f"{about}:taken"]),
    )
    return session.scalars(owed.order_by(CallTask.id)).all()
