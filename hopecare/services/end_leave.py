"""Somebody is back: a leave that has begun ends now, one that has not is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import NotFoundError
from models import StaffLeave

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def end_leave(session: Session, *, leave_id: UUID, now: datetime) -> None:
    """End the leave; one that is over stays as it was."""
    leave = session.get(StaffLeave, leave_id)
    if leave is None:
        raise NotFoundError(kind="staff_leave", id=leave_id)
    if leave.until_at <= now:
        return
    if leave.from_at < now:
        leave.until_at = now
    else:
        session.delete(leave)
    session.flush()
