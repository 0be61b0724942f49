"""Record an office's decision about an application, and with it what came of its referral."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.applications import DECISION_OF
from hopecare.domain.referral_moves import OWES
from hopecare.queries.referral_moments import earliest_answer_day
from hopecare.queries.referrals import referral_by_id
from hopecare.services.record_referral_outcome import record_referral_outcome
from hopecare.services.write_decision import Decided, write_decision

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Application

__all__ = ["Decided", "decide_application"]

OUTCOME_OF: Final = MappingProxyType({decision: came for came, decision in DECISION_OF.items()})


def decide_application(
    session: Session, *, application_id: UUID, decided: Decided, by: Actor, now: datetime
) -> Application:
    """Write it after it was handed in, or after an objection; never dated before either.

    A letter to the person is the office's word about the referral too, while that is open: nobody
    rings it for what is known. What comes by the referral decides by itself (`follow_referral`).
    """
    application = write_decision(
        session, application_id=application_id, decided=decided, by=by, now=now
    )
    if application.referral_id is None:
        return application
    referral = referral_by_id(session, application.referral_id, alone=True)
    if referral.status in OWES:
        record_referral_outcome(
            session,
            referral_id=referral.id,
            outcome=OUTCOME_OF[decided.decision],
            outcome_on=max(decided.decided_on, earliest_answer_day(session, referral)),
            amount_minor=None,
            currency=None,
            words=decided.words,
            by=by,
            now=now,
        )
    return application
