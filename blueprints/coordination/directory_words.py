"""What is wrong with a directory that was sent, and what one should know about it, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.reading.hsds_faults import EntryFault, EntryFaultCode, entry_fault_reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hopecare.language.reader import Reader
    from models import DirectoryUpload

MOST_SHOWN: Final = 200
SaidFault = tuple[str, str, str]
"""Where it stands, in which field, and why."""


def said_faults(faults: Sequence[EntryFault], reader: Reader) -> list[SaidFault]:
    """Say the first of them: file and place, field, reason."""
    return [
        (
            " ".join(part for part in (fault.file, fault.where) if part),
            fault.field,
            entry_fault_reason(fault, language=reader.language),
        )
        for fault in faults[:MOST_SHOWN]
    ]


def said_notes(upload: DirectoryUpload, reader: Reader) -> list[SaidFault]:
    """Say what was to be known about it when it was sent."""
    notes = [
        EntryFault(
            file=each["file"],
            where=each["where"],
            field=each["field"],
            code=EntryFaultCode(each["code"]),
            about=each["about"],
        )
        for each in upload.shown["notes"]
    ]
    return said_faults(notes, reader)
