"""When something last happened to an application, by its timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hopecare.domain.timeline import EntryKind
from models import TimelineEntry

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Application


def last_decided_at(session: Session, application: Application) -> datetime | None:
    """Find when a decision about it was written down last; None where none ever was."""
    return session.scalar(
        select(func.max(TimelineEntry.at)).where(
            TimelineEntry.case_id == application.case_id,
            TimelineEntry.subject_id == application.id,
            TimelineEntry.kind == EntryKind.APPLICATION_DECIDED,
        )
    )
