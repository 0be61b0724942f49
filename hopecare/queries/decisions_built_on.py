"""What was built on a decision about an application since it was written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import ApplicationStatus, ReferralStatus
from hopecare.domain.decision_mistakes import BuiltOn
from hopecare.queries.application_moments import (
    is_checked_since,
    last_decided_at,
    last_outcome_at,
)
from hopecare.queries.applications import undecided_of
from hopecare.queries.cases import case_by_id
from hopecare.queries.referrals import find_open_referral, referral_by_id

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Application, Referral


def find_built_on(session: Session, application: Application) -> list[BuiltOn]:
    """Name what stands on the decision of now; nothing where it may be taken back."""
    decided_at = last_decided_at(session, application)
    if application.status is not ApplicationStatus.DECIDED or decided_at is None:
        return []
    case = case_by_id(session, application.case_id)
    others = undecided_of(session, case_id=case.id)
    found = {
        BuiltOn.CASE_CLOSED: case.closed_at is not None and case.closed_at >= decided_at,
        BuiltOn.AID_CHECKED: is_checked_since(session, application, decided_at),
        BuiltOn.APPLIED_ANEW: any(_is_for_the_same(application, each) for each in others),
        BuiltOn.REFERRED_ANEW: _is_referred_anew(session, application),
    }
    return [what for what, is_so in found.items() if is_so]


def find_decided_with(session: Session, application: Application) -> Referral | None:
    """Find the referral whose outcome is this very decision, at whichever door it was written."""
    if application.referral_id is None:
        return None
    referral = referral_by_id(session, application.referral_id)
    is_same = referral.status is ReferralStatus.DONE and _is_same_moment(
        last_decided_at(session, application), last_outcome_at(session, referral)
    )
    return referral if is_same else None


def _is_same_moment(decided_at: datetime | None, outcome_at: datetime | None) -> bool:
    return decided_at is not None and decided_at == outcome_at


def _is_referred_anew(session: Session, application: Application) -> bool:
    """Two open ones to one service: what the office answers would belong to either."""
    referral = find_decided_with(session, application)
    if referral is None:
        return False
    return find_open_referral(session, referral.case_id, referral.service_id) is not None


def _is_for_the_same(application: Application, other: Application) -> bool:
    if application.programme is not None and other.programme == application.programme:
        return True
    return application.referral_id is not None and other.referral_id == application.referral_id
