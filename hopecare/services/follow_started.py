"""A helper has begun: a missed day has somebody now, or a need that was left has a successor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import MissedWeekEvent, TaskStatus
from hopecare.domain.timeline import EntryKind
from hopecare.domain.weekly import LOOKED_FOR, BackupEnd
from hopecare.queries.residents import person_by_id
from hopecare.queries.tasks import active_tasks_of_need, task_by_id
from hopecare.queries.texts_to_residents import may_be_texted
from hopecare.queries.weekly import find_backup, missed_of_cover, standing_covers, usual_task_of
from hopecare.services.end_backup import end_backup
from hopecare.services.end_need import end_need
from hopecare.services.move_missed_week import move_missed_week
from hopecare.services.note_missed_week import note_missed_week
from hopecare.services.owe_week_call import owe_week_call
from hopecare.services.recall_week_news import recall_week_news
from hopecare.services.tell_usual_helper import tell_usual_helper
from hopecare.services.unsay_nobody import unsay_nobody

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, MissedWeek, Need, Task


def follow_started(
    session: Session, case: Case, need: Need, task: Task, *, by: Actor, now: datetime
) -> None:
    """Let what hangs from a weekly need follow; the caller holds case and need."""
    missed = missed_of_cover(session, need.id)
    if missed is not None:
        _take(session, case, missed, task, by, now)
        return
    backup = find_backup(session, need.id)
    if backup is not None and backup.helper_id == task.helper_id:
        reason = BackupEnd.BECAME_HELPER
        end_backup(session, backup_id=backup.id, ended_as=reason, by=by, now=now)
    for left in standing_covers(session, need_id=need.id):
        if task_by_id(session, left.task_id).status is TaskStatus.ENDED:
            _follow_left_over(session, case, left, task, by, now)


def _follow_left_over(
    session: Session, case: Case, missed: MissedWeek, task: Task, by: Actor, now: datetime
) -> None:
    """Whoever missed it has left: the successor comes by themself, unless somebody else goes."""
    if missed.status in LOOKED_FOR:
        end_need(session, need_id=missed.cover_need_id, is_met=False, by=by, now=now)
        unsay_nobody(session, case, missed, by=by, now=now)
        return
    if usual_task_of(session, missed).id == task.id:
        for other in active_tasks_of_need(session, missed.cover_need_id):
            tell_usual_helper(session, missed, instead=other, now=now)


def _take(
    session: Session, case: Case, missed: MissedWeek, task: Task, by: Actor, now: datetime
) -> None:
    move_missed_week(missed, event=MissedWeekEvent.TAKEN)
    kind = EntryKind.WEEK_TAKEN
    note_missed_week(session, case, missed, kind=kind, helper_id=task.helper_id, by=by, now=now)
    session.flush()
    tell_usual_helper(session, missed, instead=task, now=now)
    resident = person_by_id(session, case.resident_id)
    if not may_be_texted(session, resident, now=now):
        # Nobody shall open the door to a stranger unawares.
        owe_week_call(session, case, missed, what=f"taken:{task.id}", by=by, now=now)
    else:
        recall_week_news(session, missed, by=by, now=now)
