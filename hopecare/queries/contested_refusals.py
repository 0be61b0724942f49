"""Which refusal an objection is against: the timeline tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.outcomes import RefusalReason
from hopecare.domain.referral_moves import UNANSWERED
from hopecare.domain.timeline import EntryKind
from hopecare.queries.town_days import local_day
from models import TimelineEntry

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from models import Referral

_ANSWERS: Final = (
    EntryKind.REFERRAL_REFUSED,
    EntryKind.REFERRAL_OUTCOME_RECORDED,
    EntryKind.REFERRAL_CORRECTED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why an office did not take a referral on, and on which day it was written down."""

    reason: RefusalReason
    on: date


def find_contested(session: Session, referral: Referral) -> Refusal | None:
    """Find the refusal to which an answer is waited for; none where it is the first answer."""
    if referral.status not in UNANSWERED:
        return None
    last = session.scalars(
        select(TimelineEntry)
        .where(
            # By the index of the case: by the referral alone a whole town's timeline is read.
            TimelineEntry.case_id == referral.case_id,
            TimelineEntry.subject_id == referral.id,
            TimelineEntry.kind.in_(_ANSWERS),
        )
        .order_by(TimelineEntry.at.desc(), TimelineEntry.id.desc())
        .limit(1)
    ).first()
    if last is None or last.kind is not EntryKind.REFERRAL_REFUSED:
        return None
    return Refusal(
        reason=RefusalReason(str(last.facts["reason"])),
        on=local_day(session, referral.town_id, last.at),
    )
