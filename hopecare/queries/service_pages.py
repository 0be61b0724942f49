"""One service as its page shows it: what is known, where, whom to ask, and who waits there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from hopecare.errors import NotFoundError
from hopecare.queries.service_facts import service_facts
from models import (
    Area,
    Organisation,
    Person,
    Service,
    ServiceContact,
    ServiceNeed,
    ServicePlace,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.needs import NeedKind
    from hopecare.domain.service_facts import ServiceFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceView:
    """A service with everything around it."""

    service: Service
    office: Organisation
    facts: ServiceFacts
    areas: Sequence[Area]
    places: Sequence[ServicePlace]
    contacts: Sequence[ServiceContact]
    needs: Sequence[NeedKind]
    told: Person | None
    """Who of the staff heard the standing word on free places."""


def service_view(session: Session, service_id: UUID) -> ServiceView:
    """Read a service of this town for its page."""
    service = session.get(Service, service_id)
    if service is None:
        raise NotFoundError(kind="service", id=service_id)
    facts = service_facts(session, service_id)
    told = facts.capacity.by_id
    return ServiceView(
        service=service,
        office=session.get_one(Organisation, service.organisation_id),
        facts=facts,
        areas=session.scalars(
            select(Area).where(Area.id.in_(facts.area_ids)).order_by(Area.name)
        ).all(),
        places=session.scalars(
            select(ServicePlace)
            .where(ServicePlace.service_id == service_id)
            .order_by(ServicePlace.id)
        ).all(),
        contacts=_contacts(session, service),
        needs=session.scalars(
            select(ServiceNeed.kind)
            .where(ServiceNeed.service_id == service_id)
            .order_by(ServiceNeed.kind)
        ).all(),
        told=session.get(Person, told) if told else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationView:
    """An office with what it offers, also what has ended."""

    office: Organisation
    services: Sequence[Service]


def organisation_view(session: Session, organisation_id: UUID) -> OrganisationView:
    """Read an office of this town for its page."""
    office = session.get(Organisation, organisation_id)
    if office is None:
        raise NotFoundError(kind="organisation", id=organisation_id)
    offered = select(Service).where(Service.organisation_id == organisation_id)
    return OrganisationView(
        office=office,
        services=session.scalars(
            offered.order_by(Service.ended_on.is_not(None), Service.name, Service.id)
        ).all(),
    )


def own_contact(session: Session, service_id: UUID) -> ServiceContact | None:
    """Give the first whom one asks for about this service alone."""
    return session.scalars(
        select(ServiceContact)
        .where(ServiceContact.service_id == service_id)
        .order_by(ServiceContact.id)
    ).first()


def own_place(session: Session, service_id: UUID) -> ServicePlace | None:
    """Give where a hand wrote that it is given; what an import brought has an id of its source."""
    return session.scalars(
        select(ServicePlace)
        .where(ServicePlace.service_id == service_id, ServicePlace.external_id.is_(None))
        .order_by(ServicePlace.id)
    ).first()


def _contacts(session: Session, service: Service) -> Sequence[ServiceContact]:
    """Whom to ask about this service first, then anybody of the office."""
    own = ServiceContact.service_id
    return session.scalars(
        select(ServiceContact)
        .where(
            ServiceContact.organisation_id == service.organisation_id,
            or_(own == service.id, own.is_(None)),
        )
        .order_by(own.is_(None), ServiceContact.id)
    ).all()
