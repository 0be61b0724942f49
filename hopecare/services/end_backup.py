"""Somebody is not backup any more; what they are asked for one day is theirs to answer still."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.timeline import EntryKind
from hopecare.queries.cases import case_by_id
from hopecare.queries.weekly import backup_by_id
from hopecare.services.end_backup_calls import end_backup_calls
from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.weekly import BackupEnd
    from models import Backup


def end_backup(
    session: Session, *, backup_id: UUID, ended_as: BackupEnd, by: Actor, now: datetime
) -> Backup:
    """End it for a reason; said twice, the first reason stands."""
    case = case_by_id(session, backup_by_id(session, backup_id).case_id, alone=True)
    backup = backup_by_id(session, backup_id)
    if backup.until is not None:
        return backup
    backup.until, backup.ended_as = now, ended_as
    session.flush()
    note_timeline(
        session,
        town_id=backup.town_id,
        kind=EntryKind.BACKUP_ENDED,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=backup.id,
        facts={"helper_id": str(backup.helper_id), "ended_as": ended_as.value},
    )
    end_backup_calls(session, backup_id=backup.id, by=by, now=now)
    return backup
