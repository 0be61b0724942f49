"""Whether texts to a telephone were stopped once and come again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.timeline import EntryKind
from models import TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from models import ContactPoint


def texts_resumed(session: Session, points: Sequence[ContactPoint]) -> bool:
    """Whether somebody let texts come again to one of these, and none of them is stopped now."""
    if any(point.opted_out_at is not None for point in points):
        return False
    resumed = select(TimelineEntry.id).where(
        TimelineEntry.person_id.in_({point.person_id for point in points}),
        TimelineEntry.kind == EntryKind.TEXTS_RESUMED,
        TimelineEntry.subject_id.in_([point.id for point in points]),
    )
    return session.scalar(resumed.limit(1)) is not None
