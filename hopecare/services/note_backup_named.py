"""Tell on a resident's timeline who steps in from now on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.timeline import EntryKind
from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Backup, Case


def note_backup_named(
    session: Session, case: Case, backup: Backup, *, by: Actor, now: datetime
) -> None:
    """Write the entry with who it is, and how they came to it."""
    note_timeline(
        session,
        town_id=backup.town_id,
        kind=EntryKind.BACKUP_NAMED,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=backup.id,
        facts={"helper_id": str(backup.helper_id), "origin": backup.origin.value},
    )
