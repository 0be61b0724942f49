"""A volunteer may not help any more: they are backup nowhere, or not for this resident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.weekly import BackupEnd
from hopecare.queries.weekly import backups_of_helper, resident_of_case
from hopecare.services.end_backup import end_backup

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


def end_backups_of(
    session: Session, *, helper_id: UUID, resident_id: UUID | None, by: Actor, now: datetime
) -> None:
    """End all of theirs, or those for one resident."""
    for backup in backups_of_helper(session, helper_id):
        if resident_id in (None, resident_of_case(session, backup.case_id)):
            reason = BackupEnd.STOOD_DOWN
            end_backup(session, backup_id=backup.id, ended_as=reason, by=by, now=now)
