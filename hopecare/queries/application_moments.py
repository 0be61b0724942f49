"""When something last happened to an application or its referral, by the timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hopecare.domain.timeline import EntryKind
from hopecare.queries.noted_of import is_noted_of, newest_noted
from models import TimelineEntry

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Application, Referral


def last_decided_at(session: Session, application: Application) -> datetime | None:
    """Find when a decision about it was written down last; None where none ever was."""
    return _last(session, application, EntryKind.APPLICATION_DECIDED)


def is_checked_since(session: Session, application: Application, at: datetime) -> bool:
    """Say whether the office has checked since then what it had granted."""
    checked_at = _last(session, application, EntryKind.APPLICATION_CHECKED)
    return checked_at is not None and checked_at >= at


def last_outcome_at(session: Session, referral: Referral) -> datetime | None:
    """Find when what came of a referral was written down last."""
    return _last(session, referral, EntryKind.REFERRAL_OUTCOME_RECORDED)


def times_taken_back(session: Session, application: Application) -> int:
    """Count how often a decision about it was taken back as a mistake."""
    counted = select(func.count()).select_from(TimelineEntry)
    taken_back = is_noted_of(application, EntryKind.DECISION_TAKEN_BACK)
    return int(session.scalar(counted.where(*taken_back)) or 0)


def find_contested_entry(session: Session, application: Application) -> TimelineEntry | None:
    """Find the entry of the decision that the last objection is against."""
    objected_at = _last(session, application, EntryKind.APPLICATION_OBJECTED)
    if objected_at is None:
        return None
    return session.scalars(
        newest_noted(application, EntryKind.APPLICATION_DECIDED)
        .where(TimelineEntry.at <= objected_at)
        .limit(1)
    ).first()


def _last(session: Session, of: Application | Referral, kind: EntryKind) -> datetime | None:
    return session.scalar(select(func.max(TimelineEntry.at)).where(*is_noted_of(of, kind)))
