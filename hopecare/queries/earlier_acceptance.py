"""Whether an office had taken a referral on before its last answer: the timeline tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hopecare.domain.care_path import ReferralStatus
from hopecare.domain.outcomes import AnswerDoor
from hopecare.domain.timeline import EntryKind
from hopecare.queries.noted_of import answered_on, newest_noted

if TYPE_CHECKING:
    from datetime import date

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
    for entry in session.scalars(newest_noted(referral, *_TELLING)):
        if entry.kind is EntryKind.REFERRAL_ACCEPTED:
            door = entry.facts.get("door")
            return Acceptance(
                on=answered_on(session, entry), door=AnswerDoor(str(door)) if door else None
            )
        if entry.facts.get("status") != ReferralStatus.ACCEPTED:
            return None
    return None
