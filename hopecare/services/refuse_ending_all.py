"""Refuse a complete directory that names no service, where all of its source would end by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import DirectoryNotAcceptedError
from hopecare.reading.hsds_faults import EntryFault, EntryFaultCode

if TYPE_CHECKING:
    from hopecare.reading.hsds_entries import Directory
    from hopecare.services.plan_directory import DirectoryPlan


def refuse_ending_all(plan: DirectoryPlan, directory: Directory) -> None:
    """Refuse it: one table of a package is far likelier than a source that offers nothing more."""
    going = plan.services_going()
    if plan.services or not going:
        return
    first = next(iter(directory.entries.values()), None)
    fault = EntryFault(
        file=first.file if first is not None else plan.source,
        where="",
        field="",
        code=EntryFaultCode.NAMES_NO_SERVICE,
        about=str(len(going)),
    )
    raise DirectoryNotAcceptedError([fault])
