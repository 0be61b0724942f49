"""Add a receiving agency of the town, or something it offers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hopecare.errors import NotFoundError
from hopecare.services.write_service_place import ServiceWhere, write_service_place
from models import Organisation, Service

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrganisation:
    """An office as people find it, with the first thing it offers."""

    name: str
    name_en: str
    service: str
    service_en: str
    phone: str | None = None
    address: str | None = None
    programme: str | None = None
    where: ServiceWhere = field(default_factory=ServiceWhere)
    """Where it is given; of a place without an address that of its office."""


def add_organisation(
    session: Session, *, town_id: UUID, new: NewOrganisation, organisation_id: UUID | None = None
) -> Service:
    """Open the office with its service; with an id, the service is added to that office."""
    if organisation_id is None:
        office = Organisation(
            town_id=town_id,
            name=new.name,
            name_en=new.name_en,
            phone=new.phone,
            address=new.address,
        )
        session.add(office)
        session.flush()
        organisation_id = office.id
    elif session.get(Organisation, organisation_id) is None:
        raise NotFoundError(kind="organisation", id=organisation_id)
    service = Service(
        town_id=town_id,
        organisation_id=organisation_id,
        name=new.service,
        name_en=new.service_en,
        programme=new.programme,
    )
    session.add(service)
    session.flush()
    where = new.where
    if where.is_known and not where.address:
        where = replace(where, address=session.get_one(Organisation, organisation_id).address)
    write_service_place(session, service, where)
    return service
