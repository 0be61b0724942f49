"""Gather the town's directory as entries of HSDS: what was taken in, and what was written here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.reading.hsds_entries import Directory
from hopecare.reading.hsds_kept import entry_of
from hopecare.reading.hsds_services import ENDED
from hopecare.services.plan_directory import SERVICES
from hopecare.services.word_own_entries import word_own_entries
from models import DirectoryEntry, Service

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

ENDED_HERE = "inactive"


def gather_directory(session: Session, *, on: date, source: str | None = None) -> Directory:
    """Give every entry of one source, or of all with what was written here; ended is said so."""
    asked = select(DirectoryEntry).order_by(
        DirectoryEntry.source, DirectoryEntry.place, DirectoryEntry.id
    )
    if source is not None:
        asked = asked.where(DirectoryEntry.source == source)
    directory = Directory(entry_of(row) for row in session.scalars(asked))
    _say_what_ended(session, directory, on)
    if source is None:
        for entry in word_own_entries(session, on=on):
            directory.entries.setdefault(entry.key, entry)
    return directory


def _say_what_ended(session: Session, directory: Directory, on: date) -> None:
    """A service that was ended here goes out as ended, whatever its source still says."""
    ended = session.scalars(
        select(Service.external_id).where(Service.source.is_not(None), Service.ended_on <= on)
    )
    for each in ended:
        entry = directory.entries.get((SERVICES, each or ""))
        if entry is not None and entry.fields.get("status") not in ENDED:
            entry.fields["status"] = ENDED_HERE
