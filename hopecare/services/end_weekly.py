"""A need has ended: nobody is its backup, a missed day needs nobody, and no words are left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.care_path import MissedWeekEvent, MissedWeekStatus
from hopecare.domain.timeline import EntryKind
from hopecare.domain.weekly import BackupEnd
from hopecare.queries.town_days import local_day
from hopecare.queries.weekly import find_backup, missed_of_cover
from hopecare.services.end_backup import end_backup
from hopecare.services.move_missed_week import move_missed_week
from hopecare.services.note_missed_week import note_missed_week
from hopecare.services.recall_week_news import recall_week_news
from models import Introduction

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Need


def end_weekly(
    session: Session, case: Case, need: Need, *, is_met: bool, by: Actor, now: datetime
) -> None:
    """End what hangs from it; the caller holds the case and has ended the need."""
    backup = find_backup(session, need.id)
    if backup is not None:
        reason = BackupEnd.NEED_ENDED
        end_backup(session, backup_id=backup.id, ended_as=reason, by=by, now=now)
    for left in session.scalars(select(Introduction).where(Introduction.need_id == need.id)):
        left.words = None
    missed = missed_of_cover(session, need.id)
    if missed is None:
        return
    missed.due_at = None
    # A day that is over keeps what became of it; one that lies ahead is called off.
    is_ahead = missed.on_date >= local_day(session, missed.town_id, now)
    if is_ahead and not is_met and missed.status is not MissedWeekStatus.CALLED_OFF:
        move_missed_week(missed, event=MissedWeekEvent.CALLED_OFF)
        note_missed_week(session, case, missed, kind=EntryKind.WEEK_CALLED_OFF, by=by, now=now)
        recall_week_news(session, missed, by=by, now=now)
    session.flush()
