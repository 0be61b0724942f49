"""Reads how an alarm about a check-in ended, as staff wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.alerts import AlertEnd
from hopecare.domain.timeline import EntryKind
from hopecare.queries.merged import is_of
from models import TimelineEntry

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models import CheckInSlot


def how_cleared(session: Session, slot: CheckInSlot) -> AlertEnd | None:
    """Give what became of them; None where nobody had to say, or it is not known any more."""
    if slot.cleared_at is None:
        return None
    noted = (
        select(TimelineEntry.facts)
        .where(
            is_of(TimelineEntry.person_id, slot.person_id),
            TimelineEntry.kind == EntryKind.SLOT_CLEARED,
            TimelineEntry.subject_id == slot.id,
        )
        .order_by(TimelineEntry.at.desc())
    )
    facts = session.scalars(noted.limit(1)).first()
    return AlertEnd(str(facts["ended_by"])) if facts and "ended_by" in facts else None
