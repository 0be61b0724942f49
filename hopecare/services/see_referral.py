"""Note that somebody at the office has read a referral."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import ReferralEvent, ReferralStatus
from hopecare.domain.timeline import EntryKind
from hopecare.services.move_referral import move_referral
from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Referral


def see_referral(session: Session, referral: Referral, *, by: Actor, now: datetime) -> None:
    """Write down the first reading; a second one, or one after an answer, changes nothing."""
    if referral.seen_at is not None:
        return
    referral.seen_at = now
    if referral.status is ReferralStatus.SENT:
        move_referral(referral, event=ReferralEvent.SEEN)
    note_timeline(
        session,
        town_id=referral.town_id,
        kind=EntryKind.REFERRAL_SEEN,
        at=now,
        by=by,
        person_id=referral.person_id,
        case_id=referral.case_id,
        subject_id=referral.id,
        facts={"programme": referral.programme},
    )
    session.flush()
