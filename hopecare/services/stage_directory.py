"""Keep a directory that was sent, with what would come of it, until somebody says yes."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hopecare.services.plan_directory import SERVICES
from models import DirectoryUpload

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.directory_corrections import Correction
    from hopecare.domain.identity import Actor
    from hopecare.reading.hsds_entries import Directory
    from hopecare.reading.hsds_faults import EntryFault
    from hopecare.services.plan_directory import DirectoryPlan
    from models import Organisation

MOST_SHOWN: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SentDirectory:
    """A file of one source as it was sent, and as it was read."""

    source: str
    is_part: bool
    file_name: str
    content: bytes
    directory: Directory


def stage_directory(
    session: Session, sent: SentDirectory, *, plan: DirectoryPlan, by: Actor, now: datetime
) -> DirectoryUpload:
    """Keep the file with the plan that was made of it; nothing of the directory is written."""
    upload = DirectoryUpload(
        town_id=plan.town_id,
        source=plan.source,
        is_part=sent.is_part,
        file_name=sent.file_name,
        size=len(sent.content),
        content=zlib.compress(sent.content),
        digest=plan.digest(),
        shown=_shown(plan, sent.directory),
        made_at=now,
        by=by.code,
    )
    session.add(upload)
    session.flush()
    return upload


def _shown(plan: DirectoryPlan, directory: Directory) -> dict[str, Any]:
    """What a person sees before they say yes: numbers, services by name, and what to know."""
    gone = plan.services_going()
    new = [read.columns["name"] for read, known in plan.services if known is None]
    going = {row.external_id for row in gone}
    changed = [
        entry.fields["name"]
        for _, entry in plan.changed
        if entry.table == SERVICES and entry.id not in going
    ]
    return {
        "entries": len(directory.entries),
        **plan.numbers(),
        "new_services": _some(new),
        "changed_services": _some(changed),
        "ended_services": _some(row.name for row in gone if row.id not in plan.awaited),
        "awaited_services": _some(row.name for row in gone if row.id in plan.awaited),
        "doubled": _some(_where_from(row) for row in plan.doubled),
        "corrections": [_correction(each) for each in plan.corrections[:MOST_SHOWN]],
        "corrected": len(plan.corrections),
        "notes": [_note(each) for each in directory.notes[:MOST_SHOWN]],
    }


def _some(names: Iterable[str]) -> list[Any]:
    """How many there are, and the first of them."""
    every = sorted(names)
    return [len(every), every[:MOST_SHOWN]]


def _where_from(row: Organisation) -> str:
    """Name an office, with the list it came from; by hand it came from none."""
    return f"{row.name} ({row.source})" if row.source else row.name


def _correction(each: Correction) -> dict[str, Any]:
    """Both words stand side by side before somebody chooses."""
    return {"name": each.name, "field": each.field, "hand": each.hand, "file": each.file}


def _note(fault: EntryFault) -> dict[str, str]:
    return {
        "file": fault.file,
        "where": fault.where,
        "field": fault.field,
        "code": fault.code.value,
        "about": fault.about,
    }
