"""Entries as they lie in our own table, as they are read from a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hopecare.reading.hsds_entries import Entry

if TYPE_CHECKING:
    from models import DirectoryEntry


def entry_of(row: DirectoryEntry) -> Entry:
    """Give an entry as it is read from a file."""
    return Entry(
        table=row.kind,
        id=row.external_id,
        fields=dict(row.fields),
        links={link: list(ids) for link, ids in row.links.items()},
        extra=dict(row.extra),
    )


def content_of(row: DirectoryEntry) -> tuple[Any, ...]:
    """Give what a kept entry says, to be compared."""
    return (row.fields, {link: sorted(ids) for link, ids in row.links.items() if ids}, row.extra)
