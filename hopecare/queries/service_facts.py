"""What the directory knows of a service, or of several, in a constant number of readings."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from hopecare.domain.service_facts import (
    CAPACITY_DAYS,
    USUAL_WAYS,
    Capacity,
    OpenWindow,
    ReachedBy,
    ServiceFacts,
)
from hopecare.errors import NotFoundError
from hopecare.queries.holidays import holidays_of
from hopecare.queries.office_phones import number_rung
from hopecare.queries.town_days import town_by_id
from hopecare.town_values import value_here
from models import (
    Organisation,
    Service,
    ServiceArea,
    ServiceCapacity,
    ServiceHours,
    ServiceLanguage,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session


def service_facts(session: Session, service_id: UUID) -> ServiceFacts:
    """Give what the directory knows of one service of this town."""
    found = facts_of_services(session, [service_id])
    if service_id not in found:
        raise NotFoundError(kind="service", id=service_id)
    return found[service_id]


def facts_of_services(session: Session, ids: Collection[UUID]) -> dict[UUID, ServiceFacts]:
    """Give what the directory knows of each service, in a fixed number of readings."""
    offered = session.execute(
        select(Service, Organisation, number_rung())
        .join(Organisation, Organisation.id == Service.organisation_id)
        .where(Service.id.in_(ids))
    ).all()
    hours, areas = _rows(session, ServiceHours, ids), _rows(session, ServiceArea, ids)
    languages = _rows(session, ServiceLanguage, ids)
    capacities = standing_capacities(session, ids)
    shut_on = _holidays(session, [row[0] for row in offered])
    return {
        service.id: ServiceFacts(
            service_id=service.id,
            organisation_id=office.id,
            languages=tuple(sorted(each.language for each in languages[service.id])),
            hours=_windows(hours[service.id]),
            shut_on=shut_on,
            capacity=capacities.get(service.id, Capacity()),
            area_ids=_area_ids(service, areas[service.id]),
            area_words=tuple(each.words for each in areas[service.id] if not each.area_id),
            phone=phone,
            **_own(service, office),
        )
        for service, office, phone in offered
    }


def facts_of_room(
    session: Session, services: Iterable[tuple[Service, Organisation]]
) -> list[ServiceFacts]:
    """Give of services that were read what says whether they take somebody, in one reading."""
    offered = list(services)
    capacities = standing_capacities(session, [service.id for service, _ in offered])
    return [
        ServiceFacts(
            service_id=service.id,
            organisation_id=office.id,
            capacity=capacities.get(service.id, Capacity()),
            **_own(service, office),
        )
        for service, office in offered
    ]


def standing_capacities(session: Session, ids: Collection[UUID]) -> Mapping[UUID, Capacity]:
    """Give the word on free places that stands for each service that ever said one."""
    rows = session.scalars(
        select(ServiceCapacity).where(
            ServiceCapacity.service_id.in_(ids), ServiceCapacity.replaced_at.is_(None)
        )
    )
    return {
        row.service_id: Capacity(
            state=row.state,
            free_places=row.free_places,
            as_of=row.as_of,
            heard_by=row.heard_by,
            by_id=row.by_id,
        )
        for row in rows
    }


def old_after_days(session: Session, town_id: UUID, *, on: date) -> int:
    """Say from how many days on the town calls a word on free places old."""
    said = value_here(session, town_by_id(session, town_id), CAPACITY_DAYS, on=on)
    return int(said["days"])


def ways_of(service: Service) -> tuple[ReachedBy, ...]:
    """Say how a service wants to be reached."""
    said = service.reached_by or ()
    return tuple(each for each in ReachedBy if each.value in said) or USUAL_WAYS


def _own(service: Service, office: Organisation) -> dict[str, Any]:
    ends = [day for day in (service.ended_on, office.ended_on) if day is not None]
    gone = [day for day in (service.vanished_on, office.vanished_on) if day is not None]
    return {
        "interpretation": service.interpretation,
        "hours_words": service.hours_words,
        "qualifies": service.qualifies,
        "least_age": service.least_age,
        "most_age": service.most_age,
        "programme": service.programme,
        "reached_by": ways_of(service),
        "checked_on": service.checked_on,
        "vanished_on": min(gone, default=None),
        "ended_on": min(ends, default=None),
        "closed_for_now_since": service.closed_for_now_since,
    }


def _holidays(session: Session, offered: Iterable[Service]) -> frozenset[date]:
    """Give the days on which the offices of their town are shut; all of them are of one town."""
    town_id = next((each.town_id for each in offered), None)
    if town_id is None:
        return frozenset()
    country = town_by_id(session, town_id).country
    return frozenset(holidays_of(session, town_id=town_id, country=country).days)


def _windows(rows: Iterable[ServiceHours]) -> tuple[OpenWindow, ...]:
    return tuple(
        OpenWindow(
            weekday=row.weekday,
            opens=row.opens,
            closes=row.closes,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in sorted(rows, key=lambda each: (each.weekday, each.opens, each.id))
    )


def _area_ids(service: Service, rows: Iterable[ServiceArea]) -> tuple[UUID, ...]:
    """Name the areas that are served, the one on the service's own row among them."""
    own = [service.area_id] if service.area_id else []
    return tuple(dict.fromkeys([*own, *(row.area_id for row in rows if row.area_id)]))


def _rows(session: Session, table: Any, ids: Collection[UUID]) -> dict[UUID, list[Any]]:  # noqa: ANN401  one of the tables of a service
    """Read the rows of a table by service, in the order they were written."""
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in session.scalars(select(table).where(table.service_id.in_(ids)).order_by(table.id)):
        found[row.service_id].append(row)
    return found
