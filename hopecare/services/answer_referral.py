"""Record what the office answered: accepted, or refused with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import ReferralEvent
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError
from hopecare.queries.referrals import referral_by_id
from hopecare.services.move_referral import move_referral
from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.outcomes import AnswerDoor, RefusalReason
    from models import Referral


def answer_referral(  # noqa: PLR0913  an answer has a source, a day and a reason
    session: Session,
    *,
    referral_id: UUID,
    refusal: RefusalReason | None,
    door: AnswerDoor,
    answered_on: date,
    words: str | None,
    by: Actor,
    now: datetime,
) -> Referral:
    """Record an acceptance, or a refusal where a reason is given."""
    referral = referral_by_id(session, referral_id)
    if answered_on < referral.made_at.date() or answered_on > now.date():
        raise InvalidInputError({"answered_on": ["not_between_referral_and_today"]})
    event = ReferralEvent.ACCEPTED if refusal is None else ReferralEvent.REFUSED
    move_referral(referral, event=event)
    referral.answered_on = answered_on
    referral.answered_by_door = door
    referral.refusal_reason = refusal
    referral.answer_words = words
    note_timeline(
        session,
        town_id=referral.town_id,
        kind=EntryKind.REFERRAL_ACCEPTED if refusal is None else EntryKind.REFERRAL_REFUSED,
        at=now,
        by=by,
        person_id=referral.person_id,
        case_id=referral.case_id,
        subject_id=referral.id,
        facts={
            "programme": referral.programme,
            "reason": refusal.value if refusal else None,
            "door": door.value,
        },
    )
    return referral
