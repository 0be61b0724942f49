"""When somebody must be found for a need, when staff are told, and whether its day has passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from hopecare.domain.need_days import begins_on, first_day, found_until, next_day, over_at
from hopecare.domain.needs import NeedRhythm
from hopecare.domain.timeline import EntryKind
from hopecare.domain.weekly import day_is_over, evening_before
from hopecare.queries.asking_policies import wave_policy
from hopecare.queries.clashes import hours_of
from hopecare.queries.cover_times import evening_of
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.queries.weekly import missed_of_cover
from models import Need, Task, TimelineEntry

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from hopecare.domain.urgency import Urgency
    from models import Asking


def first_day_of(session: Session, need: Need, *, now: datetime) -> date:
    """Give the day on which whoever takes it now begins: checks and absences are held to it."""
    return first_day(hours_of(need), today=local_day(session, need.town_id, now))


def within_day(session: Session, need: Need, until: datetime, *, now: datetime) -> datetime:
    """Give `until`, but never later than the help begins, or than the end of its last day.

    For a missed day never later than its evening before, as long as that has not come.
    """
    zone = town_by_id(session, need.town_id).zone
    missed = missed_of_cover(session, need.id)
    if missed is not None:
        evening = evening_of(session, missed)
        return min(until, evening if now < evening else day_is_over(missed.on_date, zone))
    latest = found_until(hours_of(need), zone)
    return until if latest is None else min(until, latest)


def has_passed(session: Session, need: Need, *, now: datetime) -> bool:
    """Whether it is too late to look for somebody: the last help has begun, or its day is over."""
    if missed_of_cover(session, need.id) is not None:
        return False
    latest = found_until(hours_of(need), town_by_id(session, need.town_id).zone)
    return latest is not None and latest <= now


def nobody_since(session: Session, need: Need) -> datetime | None:
    """Since when nobody is found for it as it is: its last helper left, or it was changed before.

    None where neither happened. What is written over it once its day has passed changes nothing.
    """
    until = found_until(hours_of(need), town_by_id(session, need.town_id).zone)
    left = select(func.max(Task.ended_at)).where(Task.need_id == need.id)
    changed = select(func.max(TimelineEntry.at)).where(
        TimelineEntry.case_id == need.case_id,
        TimelineEntry.subject_id == need.id,
        TimelineEntry.kind == EntryKind.NEED_CHANGED,
    )
    if until is not None:
        changed = changed.where(TimelineEntry.at < until)
    moments = (session.scalar(left), session.scalar(changed))
    return max((each for each in moments if each is not None), default=None)


def is_over(session: Session, need: Need, *, now: datetime) -> bool:
    """Whether nobody can come any more: the last help of it is over."""
    missed = missed_of_cover(session, need.id)
    if missed is not None:
        return missed.on_date < local_day(session, need.town_id, now)
    ends = over_at(hours_of(need), town_by_id(session, need.town_id).zone)
    return ends is not None and ends <= now


def day_to_come(*, today: date) -> ColumnElement[bool]:
    """Make the condition that a day of the need is still to come, or is today."""
    return or_(~has_last_day(), ends_on() >= today)


def ends_on() -> ColumnElement[date]:
    """Make the last day of a need that has one."""
    return func.coalesce(Need.until_on, Need.from_on)


def has_last_day() -> ColumnElement[bool]:
    """Make the condition that a need ends: on a day that was named, or once at its hour."""
    is_at_its_hour = (Need.rhythm != NeedRhythm.WEEKLY) & Need.starts_at.is_not(None)
    return or_(Need.until_on.is_not(None), is_at_its_hour)


def escalates_at(session: Session, asking: Asking, need: Need, urgency: Urgency) -> datetime:
    """When staff are told that texts alone may not find anybody, so that they can still ring.

    At three quarters of the time, and never later than the evening before the day that pressed
    when the asking began; at once where that evening had come. A missed day has its own evening.
    """
    by_share = wave_policy(urgency).escalates_at(asking.opened_at, asking.deadline)
    if missed_of_cover(session, need.id) is not None:
        return by_share
    zone = town_by_id(session, need.town_id).zone
    day = next_day(hours_of(need), zone, after=asking.opened_at)
    if day is None:
        return by_share
    return max(asking.opened_at, min(by_share, evening_before(day, zone)))


def ring_until(session: Session, need: Need, *, now: datetime) -> datetime | None:
    """Until when a call helps for the day that presses now; None where none does."""
    if missed_of_cover(session, need.id) is not None:
        return None
    zone, hours = town_by_id(session, need.town_id).zone, hours_of(need)
    day = next_day(hours, zone, after=now)
    if day is None:
        return None
    return begins_on(hours, day, zone)
