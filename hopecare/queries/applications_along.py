"""Which application a referral decides that was begun before it, and whom to ask about one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, case, or_, select

from hopecare.domain.care_path import REFERRAL, ApplicationStatus, ReferralStatus
from hopecare.queries.applications import UNDECIDED, find_application_of
from hopecare.queries.office_calls import office_to_ask
from hopecare.queries.referrals import referral_by_id
from models import Application, Referral

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session


def find_left_behind(session: Session, referral: Referral) -> Application | None:
    """Find what its case waits for under the same programme, and no other referral decides.

    An objection is answered by whoever decided: it goes along to the same service alone.
    Without a programme nobody can tell that two are the same.
    """
    if referral.programme is None or find_application_of(session, referral.id) is not None:
        return None
    is_contested_there = and_(
        Application.status == ApplicationStatus.OBJECTED,
        Referral.service_id == referral.service_id,
    )
    waits = Application.status.in_((ApplicationStatus.PREPARING, ApplicationStatus.WAITING))
    return session.scalars(
        select(Application)
        .outerjoin(Referral, Referral.id == Application.referral_id)
        .where(
            Application.case_id == referral.case_id,
            Application.programme == referral.programme,
            or_(waits, is_contested_there),
            or_(Application.referral_id.is_(None), Referral.status.in_(REFERRAL.final)),
        )
        .order_by(Application.made_at, Application.id)
        .limit(1)
    ).first()


def find_applied_for(session: Session, referral: Referral) -> Application | None:
    """Find what was applied for with it, the newest; else what its case waits for like it."""
    is_its_own = and_(
        Application.referral_id == referral.id, Application.status != ApplicationStatus.WITHDRAWN
    )
    stands = and_(
        Application.case_id == referral.case_id,
        Application.programme == referral.programme,
        Application.status.in_(UNDECIDED),
    )
    return session.scalars(
        select(Application)
        .where(or_(is_its_own, stands))
        .order_by(case((is_its_own, 0), else_=1), Application.made_at.desc(), Application.id.desc())
        .limit(1)
    ).first()


def office_awaited(session: Session, application: Application, *, on: date) -> str | None:
    """Name the office that owes the answer; None where the person knows where it lies.

    One that has refused the referral was asked and is done with it.
    """
    if application.referral_id is None:
        return None
    referral = referral_by_id(session, application.referral_id)
    if referral.status is ReferralStatus.REFUSED:
        return None
    return office_to_ask(session, referral.id, on=on)
