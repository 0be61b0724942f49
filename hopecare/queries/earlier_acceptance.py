"""Whether an office had taken a referral on before its last answer: the timeline tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.care_path import ReferralStatus
from hopecare.domain.outcomes import AnswerDoor
from hopecare.domain.timeline import EntryKind
from hopecare.queries.town_days import local_day
from models import TimelineEntry

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models import Referral

_TELLING: Final = (
    EntryKind.REFERRAL_MADE,
    EntryKind.REFERRAL_OBJECTED,
    EntryKind.REFERRAL_CORRECTED,
    EntryKind.REFERRAL_ACCEPTED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """On which day an office took a referral on, and how we heard.

    Where its entry does not say the day, that on which it was written down.
    """

    on: date
    door: AnswerDoor | None


def find_acceptance(session: Session, referral: Referral) -> Acceptance | None:
    """Find the acceptance that stood before the answer of now; none where there was no such."""
    entries = session.scalars(
        select(TimelineEntry)
        .where(
            # By the index of the case: by the referral alone a whole town's timeline is read.
            TimelineEntry.case_id == referral.case_id,
            TimelineEntry.subject_id == referral.id,
            TimelineEntry.kind.in_(_TELLING),
        )
        .order_by(TimelineEntry.at.desc(), TimelineEntry.id.desc())
    )
    for entry in entries:
        if entry.kind is EntryKind.REFERRAL_ACCEPTED:
            door, on = entry.facts.get("door"), entry.facts.get("answered_on")
            written_on = local_day(session, referral.town_id, entry.at)
            return Acceptance(
                on=date.fromisoformat(str(on)) if on else written_on,
                door=AnswerDoor(str(door)) if door else None,
            )
        if entry.facts.get("status") != ReferralStatus.ACCEPTED:
            return None
    return None
