"""Compare a directory that was read with what is known from its source: what would change."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from hopecare.errors import DirectoryNotAcceptedError
from hopecare.queries.directory_entries import (
    entry_rows,
    listed_elsewhere,
    organisations_of_source,
    services_of_source,
    services_with_open_referral,
)
from hopecare.reading.hsds_entries import Directory, Entry
from hopecare.reading.hsds_faults import EntryFault, EntryFaultCode
from hopecare.reading.hsds_kept import content_of, entry_of
from hopecare.reading.hsds_services import CLOSED_FOR_NOW, ENDED, ServiceReader
from hopecare.services.find_corrections import find_corrections

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.directory_corrections import Correction
    from hopecare.reading.hsds_entries import Key
    from hopecare.reading.hsds_services import ReadOrganisation, ReadService
    from models import DirectoryEntry, Organisation, Service

SERVICES: Final = "services"


@dataclass(slots=True, kw_only=True)
class DirectoryPlan:
    """What becomes of every entry, and of our own rows that follow from them."""

    town_id: UUID
    source: str
    today: date
    added: list[Entry] = field(default_factory=list)
    changed: list[tuple[DirectoryEntry, Entry]] = field(default_factory=list)
    unchanged: int = 0
    missing: list[DirectoryEntry] = field(default_factory=list)
    organisations: list[tuple[ReadOrganisation, Organisation | None]] = field(default_factory=list)
    services: list[tuple[ReadService, Service | None]] = field(default_factory=list)
    gone: list[Organisation | Service] = field(default_factory=list)
    """What the source listed and no longer does."""
    vanishing: list[Service] = field(default_factory=list)
    """Services among them that stand here still: what had ended before ends no second time."""
    standing: int = 0
    """How many services of the source stand here until now."""
    ending: list[Service] = field(default_factory=list)
    """Services that stand here still, and that the source lists as ended."""
    awaited: set[UUID] = field(default_factory=set)
    """Services somebody waits for: gone from their source, or ended in it, they do not end here."""
    doubled: list[Organisation] = field(default_factory=list)
    """Offices of the same name that stand here from elsewhere: they would stand here twice."""
    corrections: list[Correction] = field(default_factory=list)
    """What a hand corrected here and the file says otherwise."""
    kept: set[tuple[UUID, str]] = field(default_factory=set)
    """Which of them stay: the row, and the field."""
    statuses: Mapping[str, str] = field(default_factory=dict)
    """What the source said of each service until now."""

    def numbers(self) -> dict[str, str | int | None]:
        """Count what becomes of the entries."""
        return {
            "added": len(self.added),
            "changed": len(self.changed),
            "unchanged": self.unchanged,
            "gone": len(self.missing),
        }

    def digest(self) -> str:
        """Hash every change, with what it changes from: the same again, or something has moved."""
        said = hashlib.sha256()
        for line in self._lines():
            said.update(json.dumps(line, sort_keys=True, default=str).encode() + b"\n")
        return said.hexdigest()

    def _lines(self) -> Iterator[tuple[object, ...]]:
        for entry in self.added:
            yield ("added", *entry.key, entry.content)
        for row, entry in self.changed:
            yield ("changed", *entry.key, content_of(row), entry.content)
        yield from (each.line() for each in self.corrections)
        yield from sorted(("missing", row.kind, row.external_id) for row in self.missing)
        yield from sorted(
            ("gone", str(row.id), str(row.ended_on), row.id in self.awaited) for row in self.gone
        )
        yield from sorted(("ends", str(row.id), row.id in self.awaited) for row in self.ending)

    def services_going(self) -> list[Service]:
        """Give the services that nobody is referred into any more: gone, or listed as ended."""
        return [*self.vanishing, *self.ending]

    def keep_corrections(self) -> None:
        """Let what was corrected by hand stand; everything else is as the file says."""
        self.kept = {(each.row_id, each.field) for each in self.corrections}
        hand = {(each.row_id, each.field): each.hand for each in self.corrections}
        touched = {each.row_id for each in self.corrections}
        known: list[tuple[ReadOrganisation | ReadService, Organisation | Service | None]]
        known = [*self.organisations, *self.services]
        for read, row in known:
            if row is None or row.id not in touched:
                continue
            for name in read.columns:
                read.columns[name] = hand.get((row.id, name), read.columns[name])
            if "checked_on" in read.columns:
                read.columns["checked_on"] = row.checked_on

    def keeps(self, row_id: UUID, name: str) -> bool:
        """Say whether a field stays as a hand wrote it."""
        return (row_id, name) in self.kept

    def day_it_ended(self, read: ReadService, known: Service | None) -> date | None:
        """Say since when a service has ended, by its source and by what was done here."""
        before = known.ended_on if known else None
        if self.day_it_vanished(read, known):
            return None
        if read.status in ENDED:
            return before or self.today
        has_come_back = known is not None and known.vanished_on == before
        was_ended_there = self.statuses.get(read.external_id) in ENDED
        return None if has_come_back or was_ended_there else before

    def day_it_vanished(self, read: ReadService, known: Service | None) -> date | None:
        """Say since when it is no longer offered, where somebody waits there: it does not end."""
        if known is None or read.status not in ENDED or known.id not in self.awaited:
            return None
        return (known.vanished_on or self.today) if known.ended_on is None else None

    def day_it_closed(self, read: ReadService, known: Service | None) -> date | None:
        """Say since when a service is closed for the time being."""
        if known is not None and self.keeps(known.id, "closed_for_now"):
            return known.closed_for_now_since
        if read.status != CLOSED_FOR_NOW:
            return None
        return (known.closed_for_now_since if known else None) or self.today


def plan_directory(
    session: Session,
    *,
    town_id: UUID,
    source: str,
    directory: Directory,
    today: date,
    is_part: bool = False,
) -> DirectoryPlan:
    """Say what would change; refused where a service somebody waits for has another office.

    A part leaves what it does not name as it is.
    """
    rows = entry_rows(session, source)
    plan = DirectoryPlan(town_id=town_id, source=source, today=today, statuses=_statuses(rows))
    for key, entry in directory.entries.items():
        row = rows.get(key)
        if row is None:
            plan.added.append(entry)
        elif content_of(row) != entry.content:
            plan.changed.append((row, entry))
        else:
            plan.unchanged += 1
    if not is_part:
        plan.missing = [row for key, row in rows.items() if key not in directory.entries]
    _plan_rows(session, plan, _whole(rows, directory) if is_part else directory)
    if is_part:
        plan.gone, plan.vanishing = [], []
    plan.corrections = find_corrections(session, plan, rows)
    return plan


def _statuses(rows: Mapping[Key, DirectoryEntry]) -> dict[str, str]:
    return {
        row.external_id: row.fields.get("status", "")
        for row in rows.values()
        if row.kind == SERVICES
    }


def _whole(rows: Mapping[Key, DirectoryEntry], part: Directory) -> Directory:
    """A part with what is known beside it: a service may be named without its organisation."""
    whole = Directory(entry_of(row) for row in rows.values())
    whole.entries |= part.entries
    return whole


def _plan_rows(session: Session, plan: DirectoryPlan, directory: Directory) -> None:
    offices = organisations_of_source(session, plan.source)
    offered = services_of_source(session, plan.source)
    plan.standing = sum(row.ended_on is None for row in offered.values())
    reader = ServiceReader(directory)
    plan.organisations = [
        (each, offices.pop(each.external_id, None)) for each in reader.organisations()
    ]
    plan.services = [(each, offered.pop(each.external_id, None)) for each in reader.services()]
    plan.gone = [*offered.values(), *offices.values()]
    plan.vanishing = [row for row in offered.values() if row.ended_on is None]
    plan.ending = [
        row
        for read, row in plan.services
        if row is not None and row.ended_on is None and read.status in ENDED
    ]
    new = [read.columns["name"] for read, row in plan.organisations if row is None]
    plan.doubled = list(listed_elsewhere(session, plan.source, new)) if new else []
    moved = _moved(plan)
    if plan.gone or plan.ending or moved:
        plan.awaited = services_with_open_referral(session)
    _refuse_awaited(plan, directory, moved)


def _moved(plan: DirectoryPlan) -> list[tuple[ReadService, Service]]:
    """Find the known services that the source now lists under another organisation."""
    known = {read.external_id: row.id for read, row in plan.organisations if row is not None}
    return [
        (read, row)
        for read, row in plan.services
        if row is not None and row.organisation_id != known.get(read.organisation_id)
    ]


def _refuse_awaited(
    plan: DirectoryPlan, directory: Directory, moved: list[tuple[ReadService, Service]]
) -> None:
    """A service under which somebody waits is moved to nobody else: they would read of them."""
    faults = [
        _fault(directory.entries[(SERVICES, read.external_id)], row)
        for read, row in moved
        if row.id in plan.awaited
    ]
    if faults:
        raise DirectoryNotAcceptedError(faults)


def _fault(entry: Entry, service: Service) -> EntryFault:
    return EntryFault(
        file=entry.file,
        where=entry.where,
        field="organization_id",
        code=EntryFaultCode.MOVED_WHILE_AWAITED,
        about=service.name,
    )
