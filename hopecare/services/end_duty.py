"""Take somebody off duty: what has begun ends now, what has not begun is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import NotFoundError
from models import DutyPeriod

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def end_duty(session: Session, *, duty_id: UUID, now: datetime) -> None:
    """End the period; one that is over stays as it was."""
    period = session.get(DutyPeriod, duty_id)
    if period is None:
        raise NotFoundError(kind="duty_period", id=duty_id)
    if period.until_at <= now:
        return
    if period.from_at < now:
        period.until_at = now
    else:
        session.delete(period)
    session.flush()
