"""A helper can come after all on a day they had said they cannot: nobody else has to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import MissedWeekStatus, TaskStatus
from hopecare.domain.weekly import LOOKED_FOR
from hopecare.errors import ElsewhereThenError, MoveNotAllowedError
from hopecare.queries.cases import case_by_id
from hopecare.queries.clashes import find_clash
from hopecare.queries.needs import LIVE, need_by_id
from hopecare.queries.tasks import task_by_id
from hopecare.queries.town_days import local_day
from hopecare.queries.volunteers import find_profile
from hopecare.queries.weekly import missed_week_by_id
from hopecare.services.end_need import end_need
from hopecare.services.unsay_nobody import unsay_nobody

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import MissedWeek, Need


def take_back_week(session: Session, *, missed_id: UUID, by: Actor, now: datetime) -> MissedWeek:
    """Call the day off and stand down whoever was asked.

    Refused once somebody has said yes, and while they have promised to be elsewhere then.
    """
    found = missed_week_by_id(session, missed_id)
    # Whoever says yes to somebody else holds their own profile: one of the two waits.
    find_profile(session, found.helper_id, alone=True)
    case = case_by_id(session, found.case_id, alone=True)
    cover = need_by_id(session, found.cover_need_id, alone=True)
    missed = missed_week_by_id(session, missed_id)
    if missed.status is MissedWeekStatus.CALLED_OFF:
        return missed
    _refuse_too_late(session, missed, cover, now)
    end_need(session, need_id=cover.id, is_met=False, by=by, now=now)
    unsay_nobody(session, case, missed, by=by, now=now)
    session.flush()
    return missed


def _refuse_too_late(session: Session, missed: MissedWeek, cover: Need, now: datetime) -> None:
    has_left = task_by_id(session, missed.task_id, fresh=True).status is TaskStatus.ENDED
    is_past = missed.on_date < local_day(session, missed.town_id, now)
    is_open = missed.status in LOOKED_FOR and cover.status in LIVE
    if has_left or is_past or not is_open:
        raise MoveNotAllowedError(machine="missed_week", status=missed.status, event="taken_back")
    if find_clash(session, cover, helper_id=missed.helper_id, now=now) is not None:
        raise ElsewhereThenError(machine="missed_week", status=missed.status, event="taken_back")
