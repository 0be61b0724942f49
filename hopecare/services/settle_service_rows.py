"""Bring what is sought about services in line with their source: hours, languages, places, ..."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, insert, select
from uuid_utils.compat import uuid7

from hopecare.domain.needs import NeedKind
from hopecare.queries.directory_entries import town_terms
from hopecare.reading.area_words import AreaWords, KnownArea
from hopecare.reading.faults import FaultCode
from models import (
    Area,
    ServiceArea,
    ServiceContact,
    ServiceHours,
    ServiceLanguage,
    ServiceNeed,
    ServicePlace,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.reading.hsds_services import ReadContact, ReadService
    from hopecare.services.plan_directory import DirectoryPlan
    from models import DirectoryTerm, Organisation, Service

Said = dict[str, Any]
_COLUMNS: Final[dict[type, tuple[str, ...]]] = {
    ServiceArea: ("area_id", "words"),
    ServiceHours: ("weekday", "opens", "closes", "valid_from", "valid_to"),
    ServiceLanguage: ("language",),
    ServiceNeed: ("kind",),
    ServicePlace: ("external_id", "name", "address", "lat", "lon", "accessibility"),
    ServiceContact: ("service_id", "name", "duty", "phone", "email", "words"),
}
_CONTACT: Final = ("name", "duty", "phone", "email", "words")
LONGEST_NAME: Final = 80
"""A sentence is no name of an area, even where it ends in one."""


def settle_service_rows(
    session: Session,
    *,
    plan: DirectoryPlan,
    offices: Mapping[str, Organisation],
    offered: Mapping[str, Service],
) -> None:
    """Write what differs, and only for those of whom it differs; a mapped programme is set."""
    areas = AreaWords.of(
        KnownArea(area_id=area.id, code=area.code, names=(area.name, area.name_en))
        for area in session.scalars(select(Area))
    )
    terms = town_terms(session)
    read = [(offered[each.external_id], each) for each, _ in plan.services]
    for row, each in read:
        programme = _programme(each, terms)
        if programme and row.programme != programme:
            row.programme = programme
    wanted: dict[type, dict[UUID, list[Said]]] = {
        ServiceArea: {row.id: list(_areas(each, areas)) for row, each in read},
        ServiceHours: {row.id: _hours(each) for row, each in read},
        ServiceLanguage: {
            row.id: [{"language": it} for it in each.languages] for row, each in read
        },
        ServiceNeed: {row.id: _needs(each, terms) for row, each in read},
        ServicePlace: {row.id: _places(each) for row, each in read},
    }
    for table, by_service in wanted.items():
        _settle(session, plan, table, "service_id", by_service)
    _settle(session, plan, ServiceContact, "organisation_id", _all_contacts(plan, offices, offered))


def _settle(
    session: Session,
    plan: DirectoryPlan,
    table: Any,  # noqa: ANN401  one of the tables of a service
    owner: str,
    wanted: Mapping[UUID, list[Said]],
) -> None:
    """Write the rows of those anew whose rows are not these."""
    columns = _COLUMNS[table]
    standing: dict[UUID, list[Said]] = defaultdict(list)
    for row in session.scalars(select(table)):
        standing[getattr(row, owner)].append({name: getattr(row, name) for name in columns})
    differing = [each for each, rows in wanted.items() if _sorted(standing[each]) != _sorted(rows)]
    for at in range(0, len(differing), 500):
        some = differing[at : at + 500]
        session.execute(delete(table).where(getattr(table, owner).in_(some)))
    rows = [
        {"id": uuid7(), "town_id": plan.town_id, owner: each, **said}
        for each in differing
        for said in wanted[each]
    ]
    if rows:
        session.execute(insert(table), rows)


def _sorted(rows: Iterable[Said]) -> list[str]:
    """Rows whatever their order; values of one column may be None and may not be."""
    return sorted(repr(sorted(row.items())) for row in rows)


def _areas(read: ReadService, known: AreaWords) -> Iterator[Said]:
    """An area of the town where one of the words names it, otherwise the first words."""
    seen: set[object] = set()
    for words in read.areas:
        found = (known.find(each) for each in words if len(each) <= LONGEST_NAME)
        area_id = next((each for each in found if not isinstance(each, FaultCode)), None)
        if (area_id or words[0]) not in seen:
            seen.add(area_id or words[0])
            yield {"area_id": area_id, "words": words[0]}


def _hours(read: ReadService) -> list[Said]:
    return [
        {name: getattr(window, name) for name in _COLUMNS[ServiceHours]} for window in read.hours
    ]


def _places(read: ReadService) -> list[Said]:
    return [
        {name: getattr(place, name) for name in _COLUMNS[ServicePlace]} for place in read.places
    ]


def _needs(read: ReadService, terms: Mapping[str, DirectoryTerm]) -> list[Said]:
    codes = {code for term in read.terms if term in terms for code in terms[term].needs}
    return [{"kind": kind} for kind in NeedKind if kind.value in codes]


def _programme(read: ReadService, terms: Mapping[str, DirectoryTerm]) -> str | None:
    found = (terms[term].programme for term in sorted(read.terms) if term in terms)
    return next((each for each in found if each), None)


def _all_contacts(
    plan: DirectoryPlan, offices: Mapping[str, Organisation], offered: Mapping[str, Service]
) -> dict[UUID, list[Said]]:
    """Give the contacts of each organisation, those of its services among them."""
    found: dict[UUID, list[Said]] = {row.id: [] for row in offices.values()}
    for office, _ in plan.organisations:
        found[offices[office.external_id].id] += _contacts(office.contacts, None)
    for service, _ in plan.services:
        row = offered[service.external_id]
        found[row.organisation_id] += _contacts(service.contacts, row.id)
    return found


def _contacts(read: Iterable[ReadContact], service_id: UUID | None) -> list[Said]:
    return [
        {"service_id": service_id} | {name: getattr(each, name) for name in _CONTACT}
        for each in read
    ]
