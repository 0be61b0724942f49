"""Word what was written down here as entries of HSDS, under ids of our own."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid5

from sqlalchemy import select

from hopecare.domain.opening_hours import END_OF_DAY, DoorHours, as_on_door
from hopecare.reading.hsds_entries import Entry
from models import (
    Organisation,
    Service,
    ServiceArea,
    ServiceContact,
    ServiceHours,
    ServiceLanguage,
    ServiceNeed,
    ServicePlace,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
TAXONOMY: Final = "hopecare-needs"
"""The taxonomy under which our kinds of help go out."""


def word_own_entries(session: Session, *, on: date) -> Iterator[Entry]:
    """Give every organisation and service of the town that no source lists, with all about it."""
    for office in session.scalars(
        select(Organisation).where(Organisation.source.is_(None)).order_by(Organisation.id)
    ):
        yield from _organisation(office)
    offered = session.scalars(
        select(Service).where(Service.source.is_(None)).order_by(Service.id)
    ).all()
    listed = {each.id: each for each in session.scalars(select(Organisation))}
    for service in offered:
        yield _service(service, listed[service.organisation_id], on)
    yield from _about(session, {each.id for each in offered})
    yield from _contacts(session)


def _organisation(office: Organisation) -> Iterator[Entry]:
    yield _entry(
        "organizations",
        str(office.id),
        {
            "name": office.name,
            "alternate_name": office.name_en if office.name_en != office.name else None,
            "description": office.description or office.name,
            "email": office.email,
            "website": office.url,
        },
    )
    owner = {"organization_id": [str(office.id)]}
    if office.phone:
        yield _entry("phones", _made(office.id, "phone"), {"number": office.phone}, owner)
    if office.address:
        said = {"location_type": "physical", "name": office.name, "description": office.address}
        yield _entry("locations", _made(office.id, "location"), said, owner)


def _service(service: Service, office: Organisation, on: date) -> Entry:
    has_ended = service.ended_on is not None and service.ended_on <= on
    closed = "temporarily closed" if service.closed_for_now_since else "active"
    return _entry(
        "services",
        str(service.id),
        {
            "name": service.name,
            "alternate_name": service.name_en if service.name_en != service.name else None,
            "description": service.description,
            "url": service.url,
            "email": service.email,
            "status": "inactive" if has_ended else closed,
            "interpretation_services": service.interpretation,
            "fees_description": service.fees,
            "eligibility_description": service.qualifies,
            "minimum_age": service.least_age,
            "maximum_age": service.most_age,
            "assured_date": service.checked_on.isoformat() if service.checked_on else None,
        },
        {"organization_id": [office.external_id or str(office.id)]},
    )


def _about(session: Session, ids: set[UUID]) -> Iterator[Entry]:
    """Say in their own tables what belongs to these services."""
    own = {"service_id": ids}
    yield from _schedules(_rows(session, ServiceHours, own))
    for row in _rows(session, ServiceLanguage, own):
        yield _of(row, "languages", {"code": row.language, "name": row.language})
    for row in _rows(session, ServiceArea, own):
        yield _of(row, "service_areas", {"name": row.words})
    for row in _rows(session, ServicePlace, own):
        yield from _place(row)
    yield from _needs(_rows(session, ServiceNeed, own))
    for service in session.scalars(select(Service).where(Service.source.is_(None))):
        for place, paper in enumerate((service.papers or "").splitlines()):
            links = {"service_id": [str(service.id)]}
            entry_id = _made(service.id, f"paper {place}")
            yield _entry("required_documents", entry_id, {"document": paper}, links)


def _schedules(rows: Sequence[ServiceHours]) -> Iterator[Entry]:
    """Days with the same hours are one schedule; a night is one that closes before it opens.

    A day that ends at midnight closes at 00:00: HSDS knows no 24:00.
    """
    firsts: dict[tuple[Any, ...], ServiceHours] = {}
    windows: dict[tuple[Any, ...], list[DoorHours]] = defaultdict(list)
    for row in rows:
        key = (row.service_id, row.valid_from, row.valid_to)
        window = DoorHours(row.weekday, row.opens, row.closes)
        firsts.setdefault((*key, window), row)
        windows[key].append(window)
    for key, kept in windows.items():
        alike: dict[tuple[Any, Any], list[DoorHours]] = defaultdict(list)
        for each in as_on_door(kept):
            alike[each.opens, each.closes].append(each)
        for same in alike.values():
            began = same[0] if same[0].opens < same[0].closes else _evening(same[0])
            row = firsts[(*key, began)]
            yield _of(row, "schedules", _schedule(row, same))


def _evening(night: DoorHours) -> DoorHours:
    return night._replace(closes=END_OF_DAY)


def _schedule(row: ServiceHours, same: Sequence[DoorHours]) -> dict[str, Any]:
    opens, closes = same[0].opens, same[0].closes
    return {
        "freq": "WEEKLY",
        "byday": ",".join(_DAYS[day] for day in sorted({each.weekday for each in same})),
        "opens_at": f"{opens:%H:%M}",
        "closes_at": "00:00" if closes == END_OF_DAY else f"{closes:%H:%M}",
        "description": "Day and night" if same[0].is_round_the_clock else None,
        "valid_from": row.valid_from.isoformat() if row.valid_from else None,
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
    }


def _place(row: ServicePlace) -> Iterator[Entry]:
    yield _entry(
        "locations",
        str(row.id),
        {
            "location_type": "physical",
            "name": row.name,
            "description": row.address,
            "latitude": row.lat,
            "longitude": row.lon,
        },
    )
    links = {"service_id": [str(row.service_id)], "location_id": [str(row.id)]}
    yield _entry("service_at_location", _made(row.id, "service"), {}, links)
    if row.accessibility:
        said = {"description": row.accessibility}
        where = {"location_id": [str(row.id)]}
        yield _entry("accessibility", _made(row.id, "accessibility"), said, where)


def _needs(rows: Sequence[ServiceNeed]) -> Iterator[Entry]:
    """Our kinds of help go out as terms of a taxonomy of ours."""
    for row in rows:
        term_id = _made(row.town_id, row.kind.value)
        said = {
            "code": row.kind.value,
            "name": row.kind.value,
            "description": row.kind.value,
            "taxonomy": TAXONOMY,
        }
        yield _entry("taxonomy_terms", term_id, said)
        links = {"link_id": [str(row.service_id)], "taxonomy_term_id": [term_id]}
        yield _entry("attributes", str(row.id), {"link_entity": "service"}, links)


def _contacts(session: Session) -> Iterator[Entry]:
    offices = select(Organisation.id).where(Organisation.source.is_(None))
    rows = session.scalars(
        select(ServiceContact)
        .where(ServiceContact.organisation_id.in_(offices))
        .order_by(ServiceContact.id)
    )
    for row in rows:
        owner = {"organization_id": [str(row.organisation_id)]}
        if row.service_id:
            owner = {"service_id": [str(row.service_id)]}
        said = {"name": row.name, "title": row.duty, "email": row.email}
        yield _entry("contacts", str(row.id), said, owner)
        if row.phone:
            number = {"number": row.phone, "description": row.words}
            links = {**owner, "contact_id": [str(row.id)]}
            yield _entry("phones", _made(row.id, "phone"), number, links)


def _rows(session: Session, table: Any, own: dict[str, set[UUID]]) -> Sequence[Any]:  # noqa: ANN401  one of the tables of a service
    return session.scalars(
        select(table).where(table.service_id.in_(own["service_id"])).order_by(table.id)
    ).all()


def _of(row: Any, table: str, said: dict[str, Any]) -> Entry:  # noqa: ANN401  a row of a service
    return _entry(table, str(row.id), said, {"service_id": [str(row.service_id)]})


def _entry(
    table: str,
    entry_id: str,
    said: dict[str, Any],
    links: dict[str, list[str]] | None = None,
) -> Entry:
    fields = {name: value for name, value in said.items() if value not in (None, "")}
    return Entry(table=table, id=entry_id, fields=fields, links=links or {})


def _made(owner: UUID, what: str) -> str:
    """The id of what has no row of its own: always the same for the same."""
    return str(uuid5(owner, what))
