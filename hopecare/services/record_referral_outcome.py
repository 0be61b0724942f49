"""Record how a referral came out in the end, and what is paid from when."""

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
    from hopecare.domain.outcomes import ReferralOutcome
    from models import Referral


def record_referral_outcome(  # noqa: PLR0913  an outcome has a day and an amount
    session: Session,
    *,
    referral_id: UUID,
    outcome: ReferralOutcome,
    outcome_on: date,
    amount_minor: int | None,
    currency: str | None,
    by: Actor,
    now: datetime,
) -> Referral:
    """Close the loop of an accepted referral; an outcome is never dated before the referral."""
    referral = referral_by_id(session, referral_id)
    if outcome_on < referral.made_at.date():
        raise InvalidInputError({"outcome_on": ["before_referral"]})
    move_referral(referral, event=ReferralEvent.OUTCOME_RECORDED)
    referral.outcome = outcome
    referral.outcome_on = outcome_on
    referral.amount_minor = amount_minor
    referral.currency = currency if amount_minor is not None else None
    note_timeline(
        session,
        town_id=referral.town_id,
        kind=EntryKind.REFERRAL_OUTCOME_RECORDED,
        at=now,
        by=by,
        person_id=referral.person_id,
        case_id=referral.case_id,
        subject_id=referral.id,
        facts={"programme": referral.programme, "outcome": outcome.value},
    )
    return referral
