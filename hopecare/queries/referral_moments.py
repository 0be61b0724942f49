"""When something last happened to a referral, by its timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from hopecare.domain.timeline import EntryKind
from models import TimelineEntry

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Referral

OF_REFERRALS: Final = tuple(kind for kind in EntryKind if kind.value.startswith("referral_"))


def last_moved_at(session: Session, referral: Referral) -> datetime:
    """Give the moment it was last read, answered, objected to or called off, or else was made.

    The moment it was written down here, not the day a letter names: what is told never lies ahead.
    """
    last = session.scalar(
        select(func.max(TimelineEntry.at)).where(
            TimelineEntry.person_id == referral.person_id,
            TimelineEntry.subject_id == referral.id,
            TimelineEntry.kind.in_(OF_REFERRALS),
        )
    )
    return max(referral.made_at, last) if last else referral.made_at
