"""Find what was corrected by hand since the last import, where the file says something else.

What a hand changed is what differs from what the source said last. The day on which a service was
checked tells nothing: a hand may have been there on the very day that the source names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from hopecare.domain.directory_corrections import Correction, is_alike, plain
from hopecare.queries.directory_entries import town_terms
from hopecare.reading.hsds_entries import Directory
from hopecare.reading.hsds_kept import entry_of
from hopecare.reading.hsds_services import CLOSED_FOR_NOW, ServiceReader
from hopecare.services.find_town_areas import find_town_areas
from hopecare.services.word_service_rows import word_service_rows
from models import ServiceArea, ServiceContact, ServiceHours, ServiceLanguage, ServiceNeed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.reading.hsds_entries import Key
    from hopecare.reading.hsds_services import ReadOrganisation, ReadService
    from hopecare.services.plan_directory import DirectoryPlan
    from hopecare.services.word_service_rows import Said, ServiceRows
    from models import DirectoryEntry, Service

Words = list[Any]
AT_ONCE: Final = 1_000
"""Services whose rows are read together."""
CHECKED: Final = "checked_on"
"""Says that a hand was there, and is no correction by itself."""
_TABLES: Final[dict[str, type]] = {
    "areas": ServiceArea,
    "hours": ServiceHours,
    "languages": ServiceLanguage,
    "needs": ServiceNeed,
    "contacts": ServiceContact,
}


def find_corrections(
    session: Session, plan: DirectoryPlan, rows: Mapping[Key, DirectoryEntry]
) -> list[Correction]:
    """Give every field that the plan would write over, by service and office."""
    reader = ServiceReader(Directory(entry_of(row) for row in rows.values()))
    offices = {each.external_id: each for each in reader.organisations()}
    offered = {each.external_id: each for each in reader.services()}
    found = [
        each
        for read, row in plan.organisations
        if row is not None and row.checked_on is not None and read.external_id in offices
        for each in _of_columns(row, offices[read.external_id], read)
    ]
    touched = [
        (row, offered[read.external_id], read)
        for read, row in plan.services
        if row is not None and read.external_id in offered
    ]
    for start in range(0, len(touched), AT_ONCE):
        found += _of_services(session, touched[start : start + AT_ONCE])
    return sorted(found, key=lambda each: (each.name, str(each.row_id), each.field))


def _of_columns(
    row: Any,  # noqa: ANN401  a service or an office: both have the columns of what was read
    before: ReadOrganisation | ReadService,
    read: ReadOrganisation | ReadService,
) -> Iterator[Correction]:
    for field, file in read.columns.items():
        hand = getattr(row, field)
        if field != CHECKED and _is_corrected(field, hand, before.columns[field], file):
            yield Correction(row_id=row.id, name=row.name, field=field, hand=hand, file=file)


def _is_corrected(field: str, hand: object, before: object, file: object) -> bool:
    return not is_alike(field, hand, before) and not is_alike(field, hand, file)


def _of_services(
    session: Session, touched: list[tuple[Service, ReadService, ReadService]]
) -> list[Correction]:
    areas, terms = find_town_areas(session), town_terms(session)
    standing = _standing(session, [row.id for row, _, _ in touched])
    found: list[Correction] = []
    for row, before, read in touched:
        found += _of_columns(row, before, read)
        said = [
            word_service_rows(each, row.id, areas=areas, terms=terms) for each in (before, read)
        ]
        found += _of_rows(row, standing[row.id], *said)
        found += _of_closing(row, before, read)
    return found


def _of_rows(
    row: Service, standing: Mapping[str, Words], before: ServiceRows, read: ServiceRows
) -> Iterator[Correction]:
    if read.programme and _is_corrected(
        "programme", row.programme, before.programme, read.programme
    ):
        yield Correction(
            row_id=row.id, name=row.name, field="programme", hand=row.programme, file=read.programme
        )
    for field, table in _TABLES.items():
        hand = standing[field]
        was, says = (_words(field, each.tables[table]) for each in (before, read))
        if _numbers(field, hand) not in (_numbers(field, was), _numbers(field, says)):
            yield Correction(row_id=row.id, name=row.name, field=field, hand=hand, file=says)


def _numbers(field: str, words: Words) -> Words:
    """A number of a contact is the same however it is written."""
    if field != "contacts":
        return words
    return sorted([name, duty, plain("phone", phone), mail] for name, duty, phone, mail in words)


def _of_closing(row: Service, before: ReadService, read: ReadService) -> Iterator[Correction]:
    """Closed for now, or open again, by a hand and not by its source."""
    hand = row.closed_for_now_since is not None
    was, says = (each.status == CLOSED_FOR_NOW for each in (before, read))
    if hand not in (was, says):
        yield Correction(row_id=row.id, name=row.name, field="closed_for_now", hand=hand, file=says)


def _standing(session: Session, ids: list[UUID]) -> dict[UUID, dict[str, Words]]:
    """The rows of these services as they stand, said as those of a source are."""
    found: dict[UUID, dict[str, Words]] = {each: {} for each in ids}
    for field, table in _TABLES.items():
        owner: Any = table
        said: dict[UUID, list[Said]] = {each: [] for each in ids}
        rows_of: Any = session.scalars(select(table).where(owner.service_id.in_(ids)))
        for row in rows_of:
            said[row.service_id].append(vars(row))
        for each, rows in said.items():
            found[each][field] = _words(field, rows)
    return found


def _words(field: str, rows: Iterable[Said]) -> Words:
    """What they say, whatever their order; as it is kept, hashed and shown."""
    return sorted(_word(field, each) for each in rows)


def _word(field: str, row: Said) -> Any:  # noqa: ANN401  words, or the parts of a window
    if field == "areas":
        return str(row["area_id"] or row["words"])
    if field == "hours":
        ends = [row[name].isoformat() for name in ("opens", "closes")]
        since = [str(row[name] or "") for name in ("valid_from", "valid_to")]
        return [row["weekday"], *ends, *since]
    if field == "contacts":
        return [str(row[name] or "") for name in ("name", "duty", "phone", "email")]
    return str(row["language"] if field == "languages" else row["kind"].value)
