"""Write what a plan of a directory says: its entries, and our own rows that follow from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select
from uuid_utils.compat import uuid7

from hopecare.queries.number_works import numbers_sought
from hopecare.services.end_number_works import end_number_works
from hopecare.services.settle_service_rows import settle_service_rows
from models import DirectoryEntry, Organisation, Service

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.reading.hsds_entries import Entry
    from hopecare.services.plan_directory import DirectoryPlan


def write_directory(session: Session, plan: DirectoryPlan, *, by: Actor, now: datetime) -> None:
    """Write all of it; what its source no longer lists has vanished, and ends if none waits.

    A number it brings anew ends the work of finding it.
    """
    before = numbers_sought(session)
    _write_entries(session, plan)
    offices = _write_organisations(session, plan)
    offered = _write_services(session, plan, offices)
    settle_service_rows(session, plan=plan, offices=offices, offered=offered)
    _let_vanish(session, plan)
    session.flush()
    end_number_works(session, before=before, by=by, now=now)


def _write_entries(session: Session, plan: DirectoryPlan) -> None:
    for row, entry in plan.changed:
        row.fields, row.links, row.extra = entry.fields, entry.links, entry.extra
    if plan.missing:
        gone = [row.id for row in plan.missing]
        for some in _in_parts(gone):
            session.execute(delete(DirectoryEntry).where(DirectoryEntry.id.in_(some)))
    session.flush()
    rows = [_entry_row(plan, place, entry) for place, entry in enumerate(plan.added)]
    if rows:
        session.execute(insert(DirectoryEntry), rows)


def _entry_row(plan: DirectoryPlan, place: int, entry: Entry) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "town_id": plan.town_id,
        "source": plan.source,
        "kind": entry.table,
        "external_id": entry.id,
        "place": place,
        "fields": entry.fields,
        "links": entry.links,
        "extra": entry.extra,
    }


def _write_organisations(session: Session, plan: DirectoryPlan) -> dict[str, Organisation]:
    found: dict[str, Organisation] = {}
    for read, known in plan.organisations:
        row = known or Organisation(
            town_id=plan.town_id,
            source=plan.source,
            external_id=read.external_id,
            name=read.columns["name"],
            name_en=read.columns["name"],
        )
        if known is not None and known.ended_on == known.vanished_on:
            row.ended_on = None
        _set(row, read.columns | {"vanished_on": None})
        session.add(row)
        found[read.external_id] = row
    session.flush()
    return found


def _write_services(
    session: Session, plan: DirectoryPlan, offices: dict[str, Organisation]
) -> dict[str, Service]:
    found: dict[str, Service] = {}
    for read, known in plan.services:
        office = offices[read.organisation_id]
        ends = {
            "ended_on": plan.day_it_ended(read, known),
            "closed_for_now_since": plan.day_it_closed(read, known),
            "vanished_on": plan.day_it_vanished(read, known),
        }
        row = known or Service(
            town_id=plan.town_id,
            organisation_id=office.id,
            source=plan.source,
            external_id=read.external_id,
            name=read.columns["name"],
            name_en=read.columns["name"],
        )
        _set(row, read.columns | ends | {"organisation_id": office.id})
        session.add(row)
        found[read.external_id] = row
    session.flush()
    return found


def _set(row: Organisation | Service, columns: dict[str, Any]) -> None:
    """Set what differs; an English name given here stays until the source's own name changes."""
    if row.name != columns["name"] and row.name_en == row.name:
        row.name_en = columns["name"]
    for name, value in columns.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def _let_vanish(session: Session, plan: DirectoryPlan) -> None:
    """Services first: an organisation ends once nothing of it is offered or awaited any more."""
    for row in plan.gone:
        row.vanished_on = row.vanished_on or plan.today
    for row in plan.gone:
        if isinstance(row, Service) and row.ended_on is None and row.id not in plan.awaited:
            row.ended_on = row.vanished_on = plan.today
    session.flush()
    lasting = set(
        session.scalars(select(Service.organisation_id).where(Service.ended_on.is_(None)))
    )
    for row in plan.gone:
        if isinstance(row, Organisation) and row.ended_on is None and row.id not in lasting:
            row.ended_on = row.vanished_on = plan.today


def _in_parts(ids: list[UUID], size: int = 500) -> Iterable[list[UUID]]:
    """A statement holds only so many values."""
    return (ids[at : at + size] for at in range(0, len(ids), size))
