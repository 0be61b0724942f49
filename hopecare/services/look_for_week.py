"""Look for somebody for a missed day: the backup alone first, then others, then by telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import MissedWeekEvent, MissedWeekStatus
from hopecare.domain.weekly import evening_before, logged_until
from hopecare.queries.asking_policies import asks_from
from hopecare.queries.town_days import town_by_id
from hopecare.queries.weekly import find_backup
from hopecare.services.ask_backup import ask_backup
from hopecare.services.ask_for_week import ask_for_week
from hopecare.services.leave_week_to_staff import leave_week_to_staff
from hopecare.services.move_missed_week import move_missed_week
from hopecare.services.owe_week_call import owe_week_call
from hopecare.services.wait_for_week import wait_for_week

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, MissedWeek, Need


def look_for_week(
    session: Session, case: Case, cover: Need, missed: MissedWeek, *, by: Actor, now: datetime
) -> None:
    """Take the next step; too late for texts, staff ring at once and tell the resident."""
    zone = town_by_id(session, missed.town_id).zone
    evening = evening_before(missed.on_date, zone)
    if now >= evening:
        missed.due_at = logged_until(missed.on_date, zone)
        leave_week_to_staff(session, case, cover, missed, by=by, now=now)
        owe_week_call(session, case, missed, what="nobody", by=by, now=now)
        return
    backup = find_backup(session, missed.need_id)
    if missed.status is MissedWeekStatus.SAID and backup is not None:
        begins = asks_from(session, case, now=now)
        if now < begins < evening:
            # Who promised to step in is left in peace by night and on a holiday, as all others.
            missed.due_at = begins
            return
        whom, may_now = backup.helper_id, now >= begins
        if may_now and ask_backup(
            session, case, cover, helper_id=whom, latest=evening, by=by, now=now
        ):
            move_missed_week(missed, event=MissedWeekEvent.BACKUP_ASKED)
            return
    if wait_for_week(session, missed, now=now):
        return
    if ask_for_week(session, case, cover, latest=evening, by=by, now=now):
        if missed.status is not MissedWeekStatus.ASKED_OTHERS:
            move_missed_week(missed, event=MissedWeekEvent.OTHERS_ASKED)
        return
    leave_week_to_staff(session, case, cover, missed, by=by, now=now)
