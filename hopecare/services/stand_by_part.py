"""Let a part that an office granted stand where it answers an objection with no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.applications import Decision
from hopecare.domain.outcomes import ReferralOutcome
from hopecare.queries.contested_decisions import find_contested, find_contested_amount
from hopecare.queries.referral_packets import packets_of
from hopecare.services.record_referral_outcome import record_referral_outcome

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.outcomes import AnswerDoor, RefusalReason
    from models import Referral


def stand_by_part(  # noqa: PLR0913  an answer has a source, a day and a reason
    session: Session,
    referral: Referral,
    *,
    refusal: RefusalReason,
    door: AnswerDoor,
    answered_on: date,
    words: str | None,
    speaker: str | None,
    by: Actor,
    now: datetime,
) -> bool:
    """Say whether that is so: then what stands is the part, for the reason that is given now.

    What is paid of it is paid still. Written down as refused, it would be told to the person as
    a no to what they are given.
    """
    contested = find_contested(session, referral, packets_of(session, referral.id))
    if contested is None or contested.decision is not Decision.PARTLY_GRANTED:
        return False
    referral.refusal_reason = refusal
    amount_minor, currency = find_contested_amount(session, referral)
    record_referral_outcome(
        session,
        referral_id=referral.id,
        outcome=ReferralOutcome.PARTLY_GRANTED,
        outcome_on=answered_on,
        amount_minor=amount_minor,
        currency=currency,
        door=door,
        speaker=speaker,
        words=words,
        by=by,
        now=now,
    )
    return True
