"""A missed day's moment has come: near enough to ask for it, the evening before it, or its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import MissedWeekStatus, OfferStatus
from hopecare.domain.weekly import LOOKED_FOR, logged_until
from hopecare.queries.cases import case_by_id
from hopecare.queries.cover_times import evening_of
from hopecare.queries.needs import LIVE, has_met, need_by_id
from hopecare.queries.offers import offers_of_need
from hopecare.queries.town_days import town_by_id
from hopecare.queries.weekly import missed_week_by_id
from hopecare.services.end_need import end_need
from hopecare.services.leave_week_to_staff import leave_week_to_staff
from hopecare.services.look_for_week import look_for_week
from hopecare.services.tell_of_week import tell_of_week

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, MissedWeek, Need


def settle_missed_week(
    session: Session, *, missed_id: UUID, by: Actor, now: datetime
) -> MissedWeek:
    """Do what is due now; settled already, it stays as it is."""
    found = missed_week_by_id(session, missed_id)
    case = case_by_id(session, found.case_id, alone=True)
    cover = need_by_id(session, found.cover_need_id, alone=True)
    missed = missed_week_by_id(session, missed_id)
    if missed.due_at is None or missed.due_at > now:
        return missed
    evening = evening_of(session, missed)
    over = logged_until(missed.on_date, town_by_id(session, missed.town_id).zone)
    if now >= over or cover.status not in LIVE:
        _end_day(session, cover, by, now)
        missed.due_at = None
    elif now < evening:
        missed.due_at = evening
        _begin(session, case, cover, missed, by, now)
    else:
        missed.due_at = over
        _evening(session, case, cover, missed, by, now)
    session.flush()
    return missed


def _begin(
    session: Session, case: Case, cover: Need, missed: MissedWeek, by: Actor, now: datetime
) -> None:
    """It is near enough to ask others; while the backup may still answer, they wait for that."""
    is_waiting = bool(offers_of_need(session, cover.id, OfferStatus.STANDING))
    is_left_to_staff = missed.status is MissedWeekStatus.UNFILLED
    if missed.status in LOOKED_FOR and not is_left_to_staff and not is_waiting:
        look_for_week(session, case, cover, missed, by=by, now=now)


def _evening(
    session: Session, case: Case, cover: Need, missed: MissedWeek, by: Actor, now: datetime
) -> None:
    """Whoever has nobody for tomorrow hears it now; staff ring, and a late yes still counts."""
    if missed.status is MissedWeekStatus.TAKEN:
        return
    if missed.status is not MissedWeekStatus.UNFILLED:
        leave_week_to_staff(session, case, cover, missed, by=by, now=now)
    tell_of_week(session, case, missed, by=by, now=now)


def _end_day(session: Session, cover: Need, by: Actor, now: datetime) -> None:
    """End the task for that day; the need is met where somebody wrote down that they met."""
    if cover.status in LIVE:
        is_met = has_met(session, cover.id)
        end_need(session, need_id=cover.id, is_met=is_met, by=by, now=now)
