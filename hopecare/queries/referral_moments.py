"""When something last happened to a referral, by its timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from hopecare.domain.timeline import EntryKind
from hopecare.queries.town_days import local_day
from models import TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from models import Referral

OF_REFERRALS: Final = tuple(kind for kind in EntryKind if kind.value.startswith("referral_"))


def last_moved_at(session: Session, referral: Referral) -> datetime:
    """Give the moment it was last read, answered, objected to or called off, or else was made.

    The moment it was written down here, not the day a letter names: what is told never lies ahead.
    """
    last = _last(session, referral, OF_REFERRALS)
    return max(referral.made_at, last) if last else referral.made_at


def last_objected_at(session: Session, referral: Referral) -> datetime | None:
    """Find when it was objected to last; None where it never was."""
    return _last(session, referral, (EntryKind.REFERRAL_OBJECTED,))


def earliest_answer_day(session: Session, referral: Referral) -> date:
    """Give the first day on which its office can have answered: sent, or objected to, that day."""
    objected_at = last_objected_at(session, referral)
    return local_day(session, referral.town_id, objected_at or referral.made_at)


def _last(session: Session, referral: Referral, kinds: Collection[EntryKind]) -> datetime | None:
    """Find the last entry of these kinds, by the case.

    A person's entries stay with the record they were written in; a merge gives it another person.
    """
    return session.scalar(
        select(func.max(TimelineEntry.at)).where(
            TimelineEntry.case_id == referral.case_id,
            TimelineEntry.subject_id == referral.id,
            TimelineEntry.kind.in_(kinds),
        )
    )
