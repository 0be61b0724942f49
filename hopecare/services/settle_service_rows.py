"""Bring what is sought about services in line with their source: hours, languages, places, ..."""

from __future__ import annotations

from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, insert, select
from uuid_utils.compat import uuid7

from hopecare.queries.directory_entries import town_terms
from hopecare.services.find_town_areas import find_town_areas
from hopecare.services.word_service_rows import COLUMNS, CONTACT, Said, word_service_rows
from models import (
    ServiceArea,
    ServiceContact,
    ServiceHours,
    ServiceLanguage,
    ServiceNeed,
    ServicePlace,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.services.plan_directory import DirectoryPlan
    from hopecare.services.word_service_rows import ServiceRows
    from models import Organisation, Service

BY_SERVICE: Final[Mapping[type, str]] = MappingProxyType(
    {
        ServiceArea: "areas",
        ServiceHours: "hours",
        ServiceLanguage: "languages",
        ServiceNeed: "needs",
        ServicePlace: "places",
    }
)
"""What a correction by hand calls the rows of each table."""


def settle_service_rows(
    session: Session,
    *,
    plan: DirectoryPlan,
    offices: Mapping[str, Organisation],
    offered: Mapping[str, Service],
) -> None:
    """Write what differs, and only for those of whom it differs; a mapped programme is set."""
    areas, terms = find_town_areas(session), town_terms(session)
    rows = {
        offered[each.external_id].id: word_service_rows(
            each, offered[each.external_id].id, areas=areas, terms=terms
        )
        for each, _ in plan.services
    }
    for row in offered.values():
        programme = rows[row.id].programme
        if programme and row.programme != programme and not plan.keeps(row.id, "programme"):
            row.programme = programme
    for table, field in BY_SERVICE.items():
        wanted = {
            row_id: said.tables[table]
            for row_id, said in rows.items()
            if not plan.keeps(row_id, field)
        }
        _settle(session, plan, table, "service_id", wanted)
    contacts = _all_contacts(session, plan, offices, offered, rows)
    _settle(session, plan, ServiceContact, "organisation_id", contacts)


def _settle(
    session: Session,
    plan: DirectoryPlan,
    table: Any,  # noqa: ANN401  one of the tables of a service
    owner: str,
    wanted: Mapping[UUID, list[Said]],
) -> None:
    """Write the rows of those anew whose rows are not these; a place by hand is not the file's."""
    columns = COLUMNS[table]
    standing: dict[UUID, list[Said]] = defaultdict(list)
    imported = (table.external_id.is_not(None),) if table is ServicePlace else ()
    for row in session.scalars(select(table).where(*imported)):
        standing[getattr(row, owner)].append({name: getattr(row, name) for name in columns})
    differing = [each for each, rows in wanted.items() if _sorted(standing[each]) != _sorted(rows)]
    for at in range(0, len(differing), 500):
        some = differing[at : at + 500]
        session.execute(delete(table).where(getattr(table, owner).in_(some), *imported))
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


def _all_contacts(
    session: Session,
    plan: DirectoryPlan,
    offices: Mapping[str, Organisation],
    offered: Mapping[str, Service],
    rows: Mapping[UUID, ServiceRows],
) -> dict[UUID, list[Said]]:
    """Give the contacts of each organisation, those of its services among them."""
    found: dict[UUID, list[Said]] = {row.id: [] for row in offices.values()}
    for office, _ in plan.organisations:
        found[offices[office.external_id].id] += [
            {"service_id": None} | {name: getattr(each, name) for name in CONTACT}
            for each in office.contacts
        ]
    kept = _standing_contacts(session, plan)
    for row in offered.values():
        own = (
            kept[row.id] if plan.keeps(row.id, "contacts") else rows[row.id].tables[ServiceContact]
        )
        found[row.organisation_id] += own
    return found


def _standing_contacts(session: Session, plan: DirectoryPlan) -> dict[UUID, list[Said]]:
    """Whom a hand wrote down stays where it was said so."""
    ids = [row_id for row_id, field in plan.kept if field == "contacts"]
    found: dict[UUID, list[Said]] = defaultdict(list)
    asked = select(ServiceContact).where(ServiceContact.service_id.in_(ids))
    for row in session.scalars(asked) if ids else ():
        if row.service_id is not None:
            found[row.service_id].append(
                {name: getattr(row, name) for name in COLUMNS[ServiceContact]}
            )
    return found
