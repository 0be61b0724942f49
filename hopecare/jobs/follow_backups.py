"""Look at everybody who is backup: whoever could not step in any more is rung about in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.identity import SystemActor
from hopecare.jobs.due_rows import AT_ONCE, all_in_their_towns
from hopecare.services.owe_backup_call import owe_backup_call
from models import Backup

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.jobs.tools import Tools

BY: Final = SystemActor(name="follow_backups")


def follow_backups(tools: Tools, *, at_once: int = AT_ONCE) -> int:
    """Look at each by itself, also those of whom a call is owed already."""
    standing = select(Backup.id, Backup.town_id).where(Backup.until.is_(None))

    def owe(session: Session, backup_id: UUID) -> None:
        owe_backup_call(session, backup_id=backup_id, by=BY, now=tools.clock())

    return all_in_their_towns(tools, standing, owe, key=Backup.id, named="backup", at_once=at_once)
