"""What a timeline has noted of one row: an application or a referral, of which kinds, and when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.queries.town_days import local_day
from models import TimelineEntry

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.timeline import EntryKind
    from models import Application, Referral


def is_noted_of(of: Application | Referral, *kinds: EntryKind) -> tuple[ColumnElement[bool], ...]:
    """Match its entries by the index of the case: by the row alone a whole timeline is read."""
    return (
        TimelineEntry.case_id == of.case_id,
        TimelineEntry.subject_id == of.id,
        TimelineEntry.kind.in_(kinds),
    )


def newest_noted(of: Application | Referral, *kinds: EntryKind) -> Select[TimelineEntry]:
    """Select its entries of these kinds, the newest first."""
    wanted = select(TimelineEntry).where(*is_noted_of(of, *kinds))
    return wanted.order_by(TimelineEntry.at.desc(), TimelineEntry.id.desc())


def answered_on(session: Session, entry: TimelineEntry) -> date:
    """Say the day of an answer; where its entry does not, that on which it was written down."""
    said = entry.facts.get("answered_on")
    return date.fromisoformat(str(said)) if said else local_day(session, entry.town_id, entry.at)
