"""Object to an office's decision: the referral is with the office again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.care_path import ReferralEvent
from hopecare.domain.timeline import EntryKind
from hopecare.queries.referrals import referral_by_id, sharing_consent
from hopecare.queries.town_days import local_day
from hopecare.services.hold_people import hold_people
from hopecare.services.move_referral import move_referral
from hopecare.services.note_timeline import note_timeline
from hopecare.services.share_again import share_again

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Referral

ANSWER_WITHIN: Final = timedelta(days=30)
"""An objection is answered like an application."""


def object_to_referral(
    session: Session, *, referral_id: UUID, by: Actor, now: datetime, words: str | None = None
) -> Referral:
    """Open a decided referral again; it goes to the office anew, so consent must still stand."""
    hold_people(session, referral_by_id(session, referral_id).person_id, lets_rows_come=True)
    referral = referral_by_id(session, referral_id, alone=True)
    today = local_day(session, referral.town_id, now)
    consent = sharing_consent(session, referral.person_id, on=today)
    move_referral(referral, event=ReferralEvent.OBJECTED)
    referral.consent_entry_id = consent.id
    referral.answer_due_on = today + ANSWER_WITHIN
    referral.outcome = None
    referral.outcome_on = None
    referral.amount_minor = None
    referral.currency = None
    referral.words = "\n\n".join(part for part in (words, referral.words) if part) or None
    share_again(session, referral, consent=consent, by=by, now=now)
    note_timeline(
        session,
        town_id=referral.town_id,
        kind=EntryKind.REFERRAL_OBJECTED,
        at=now,
        by=by,
        person_id=referral.person_id,
        case_id=referral.case_id,
        subject_id=referral.id,
        facts={
            "programme": referral.programme,
            "answer_due_on": referral.answer_due_on.isoformat(),
        },
    )
    session.flush()
    return referral
