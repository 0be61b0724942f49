"""Referrals by id and by case, and the services a case can be referred into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from hopecare.errors import NotFoundError
from models import Organisation, Referral, Service

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralView:
    """A referral with the service and the organisation it went to."""

    referral: Referral
    service: Service
    organisation: Organisation


def referral_by_id(session: Session, referral_id: UUID) -> Referral:
    """Read a referral of this town."""
    referral = session.get(Referral, referral_id)
    if referral is None:
        raise NotFoundError(kind="referral", id=referral_id)
    return referral


def referral_view(session: Session, referral_id: UUID) -> ReferralView:
    """Read a referral with where it went."""
    found = session.execute(_views().where(Referral.id == referral_id)).one_or_none()
    if found is None:
        raise NotFoundError(kind="referral", id=referral_id)
    return ReferralView(referral=found[0], service=found[1], organisation=found[2])


def referrals_of_case(session: Session, case_id: UUID) -> list[ReferralView]:
    """Read the referrals of a case, the newest first."""
    found = session.execute(
        _views().where(Referral.case_id == case_id).order_by(Referral.made_at.desc())
    )
    return [ReferralView(referral=row[0], service=row[1], organisation=row[2]) for row in found]


def open_services(session: Session, *, on: date) -> Sequence[tuple[Service, Organisation]]:
    """Read the services one can refer into on a day, by organisation and name."""
    return (
        session.execute(
            select(Service, Organisation)
            .join(Organisation, Organisation.id == Service.organisation_id)
            .where(or_(Service.ended_on.is_(None), Service.ended_on > on))
            .order_by(Organisation.name, Service.name)
        )
        .tuples()
        .all()
    )


def _views() -> Select[Referral, Service, Organisation]:
    return (
        select(Referral, Service, Organisation)
        .join(Service, Service.id == Referral.service_id)
        .join(Organisation, Organisation.id == Service.organisation_id)
    )
