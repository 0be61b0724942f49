"""Change what is known of a service: names, who qualifies, when, where, in which languages, who."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select
from sqlalchemy.orm.attributes import flag_modified

from hopecare.errors import NotFoundError, StaleVersionError
from hopecare.queries.number_works import numbers_sought
from hopecare.queries.service_pages import own_contact
from hopecare.queries.town_days import local_day
from hopecare.services.end_number_works import end_number_works
from hopecare.services.write_service_place import write_service_place
from models import (
    Area,
    Service,
    ServiceArea,
    ServiceContact,
    ServiceHours,
    ServiceLanguage,
    ServiceNeed,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime, time
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.needs import NeedKind
    from hopecare.domain.service_facts import ReachedBy
    from hopecare.services.write_service_place import ServiceWhere


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceWords:
    """What an office says of its service; each list is whole."""

    said: Mapping[str, str | None]
    """Its own columns by name: how it is called, whom it is for, the hours in words."""
    hours: Iterable[tuple[int, time, time]]
    """The day of the week from Monday as 0, with the window's two ends."""
    languages: Iterable[str]
    needs: Iterable[NeedKind]
    reached_by: Iterable[ReachedBy]
    area_ids: Collection[UUID]
    """The areas it serves; with none, and no words of a directory, the whole town."""
    contact: Mapping[str, str | None]
    """Whom one asks for: `name`, `duty`, `phone`, `email`; nobody where all are empty."""
    is_closed_for_now: bool
    where: ServiceWhere
    """Where it is given, beside the places of its directory."""


def change_service(
    session: Session,
    *,
    service_id: UUID,
    version: int,
    words: ServiceWords,
    by: Actor,
    now: datetime,
) -> Service:
    """Write it over what was read, checked today; refuse where somebody else was first.

    Another number of its own desk ends the work of finding it.
    """
    service = session.get(Service, service_id, with_for_update=True, populate_existing=True)
    if service is None:
        raise NotFoundError(kind="service", id=service_id)
    if service.version != version:
        raise StaleVersionError(service_id=service_id, version=service.version)
    before = numbers_sought(session)
    today = local_day(session, service.town_id, now)
    for name, value in words.said.items():
        setattr(service, name, value)
    service.reached_by = sorted(each.value for each in words.reached_by) or None
    closed_since = service.closed_for_now_since or today
    service.closed_for_now_since = closed_since if words.is_closed_for_now else None
    service.checked_on = today
    flag_modified(service, "checked_on")  # hours alone are rows of their own: the version counts
    _write_rows(session, service, words)
    _write_areas(session, service, words.area_ids)
    _write_contact(session, service, words.contact)
    write_service_place(session, service, words.where)
    session.flush()
    end_number_works(session, before=before, by=by, now=now)
    return service


def _write_rows(session: Session, service: Service, words: ServiceWords) -> None:
    """Anew, but for hours that hold for some time only: those stay as they came."""
    lasting = (ServiceHours.valid_from.is_(None), ServiceHours.valid_to.is_(None))
    whose: dict[str, Any] = {"town_id": service.town_id, "service_id": service.id}
    session.execute(delete(ServiceHours).where(ServiceHours.service_id == service.id, *lasting))
    for table in (ServiceLanguage, ServiceNeed):
        session.execute(delete(table).where(table.service_id == service.id))
    session.add_all(
        [
            *(
                ServiceHours(weekday=day, opens=opens, closes=closes, **whose)
                for day, opens, closes in words.hours
            ),
            *(ServiceLanguage(language=code, **whose) for code in words.languages),
            *(ServiceNeed(kind=kind, **whose) for kind in words.needs),
        ]
    )


def _write_areas(session: Session, service: Service, area_ids: Collection[UUID]) -> None:
    """Areas of the town's tree; places that only a directory's words name stay as they came."""
    areas = session.scalars(select(Area).where(Area.id.in_(area_ids))).all()
    if len(areas) != len(set(area_ids)):
        raise NotFoundError(kind="area")
    service.area_id = None
    session.execute(
        delete(ServiceArea).where(
            ServiceArea.service_id == service.id, ServiceArea.area_id.is_not(None)
        )
    )
    session.add_all(
        ServiceArea(
            town_id=service.town_id, service_id=service.id, area_id=area.id, words=area.name
        )
        for area in areas
    )


def _write_contact(session: Session, service: Service, contact: Mapping[str, str | None]) -> None:
    """The first whom one asks about this service; further ones stay as they came."""
    row = own_contact(session, service.id)
    if not any(contact.values()):
        if row is not None:
            session.delete(row)
        return
    if row is None:
        row = ServiceContact(
            town_id=service.town_id,
            organisation_id=service.organisation_id,
            service_id=service.id,
        )
        session.add(row)
    for name, value in contact.items():
        setattr(row, name, value)
