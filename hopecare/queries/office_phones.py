"""Which number rings nearest to a service: its own desk's, else its office's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hopecare.queries.referrals import was_sent_it
from models import Organisation, Referral, Service, ServiceContact

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session


def number_rung() -> ColumnElement[str | None]:
    """Give the number in one statement, of the service and the organisation that stand in it."""
    return func.coalesce(
        _named(ServiceContact.service_id == Service.id),
        func.nullif(Organisation.phone, ""),
        _named(ServiceContact.service_id.is_(None)),
    )


def office_phone(session: Session, service: Service, office: Organisation) -> str | None:
    """Give the number that rings nearest to a service at an office, that was sent it or has it."""
    return session.scalar(
        select(number_rung())
        .select_from(Service)
        .join(Organisation, Organisation.id == office.id)
        .where(Service.id == service.id)
    )


def office_phones(session: Session, ids: Collection[UUID]) -> dict[UUID, str | None]:
    """Give the number of each of these services at the office it is of, in one reading."""
    found = session.execute(
        select(Service.id, number_rung())
        .join(Organisation, Organisation.id == Service.organisation_id)
        .where(Service.id.in_(ids))
    )
    return {row[0]: row[1] for row in found}


def phones_of_sent(session: Session, ids: Collection[UUID]) -> dict[UUID, str | None]:
    """Give the number of the office that was sent each of these referrals, in one reading."""
    found = session.execute(
        select(Referral.id, number_rung())
        .join(Service, Service.id == Referral.service_id)
        .join(Organisation, was_sent_it())
        .where(Referral.id.in_(ids))
    )
    return {row[0]: row[1] for row in found}


def _named(whose: ColumnElement[bool]) -> ColumnElement[str | None]:
    return (
        select(ServiceContact.phone)
        .where(ServiceContact.organisation_id == Organisation.id, whose, ServiceContact.phone != "")
        .order_by(ServiceContact.id)
        .limit(1)
        .correlate(Service, Organisation)
        .scalar_subquery()
    )
