"""Reads whose a private calendar is, and the days of a helper that it shows."""

from __future__ import annotations

import base64
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from hopecare import keyring
from hopecare.domain.calendars import BACK, TaskDays
from hopecare.domain.offers import TaskEnd
from hopecare.queries.identities import identity_of
from hopecare.queries.weekly import is_missed_by
from models import (
    Account,
    Area,
    CalendarFeed,
    Case,
    MissedWeek,
    Need,
    Person,
    Task,
    Visit,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity

    # By need, place and day the tasks for which a visit was written down.
    _Came = Mapping[tuple[UUID, int, date], set[UUID]]

KIND: Final = "calendar address"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHolder:
    """Whose address it is, as they may read today."""

    feed: CalendarFeed
    identity: Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperTask:
    """One task with its days: never a name, an address or a number."""

    task: Task
    need: Need
    area: Area | None
    days: TaskDays


@dataclass(frozen=True, slots=True, kw_only=True)
class _Missed:
    """A day that was said off: whether it still is for whom it is read, and how often it moved."""

    on: date
    is_off: bool
    changes: int


def find_feed(session: Session, person_id: UUID) -> CalendarFeed | None:
    """Find the address somebody has now."""
    return session.scalars(
        select(CalendarFeed).where(
            CalendarFeed.person_id == person_id, CalendarFeed.revoked_at.is_(None)
        )
    ).one_or_none()


def find_holder(session: Session, *, token_hash: str, now: datetime) -> FeedHolder | None:
    """Find whose address this is; nobody where it was revoked or the account is closed."""
    found = session.execute(
        select(CalendarFeed, Account)
        .join(Account, Account.person_id == CalendarFeed.person_id)
        .where(
            CalendarFeed.token_hash == token_hash,
            CalendarFeed.revoked_at.is_(None),
            Account.disabled_at.is_(None),
        )
    ).first()
    if found is None:
        return None
    feed, account = found
    return FeedHolder(feed=feed, identity=identity_of(session, account, now=now))


def tasks_of_calendar(
    session: Session, helper_id: UUID, *, today: date, zone: str
) -> list[HelperTask]:
    """Read the tasks that run, and those that ended lately, with the days that were said off."""
    since = datetime.combine(today - BACK, datetime.min.time(), tzinfo=ZoneInfo(zone))
    rows = session.execute(
        select(Task, Need, Area)
        .join(Need, Need.id == Task.need_id)
        .join(Case, Case.id == Task.case_id)
        .join(Person, Person.id == Case.resident_id)
        .outerjoin(Area, Area.id == Person.area_id)
        .where(Task.helper_id == helper_id, or_(Task.ended_at.is_(None), Task.ended_at >= since))
        .order_by(Task.started_at, Task.id)
    ).all()
    missed = _missed(session, [task.id for task, _, _ in rows])
    came = _came(session, {task.need_id for task, _, _ in rows}, since, zone)
    return [
        HelperTask(
            task=task,
            need=need,
            area=area,
            days=_days(task, need, missed.get(task.id, ()), came, zone),
        )
        for task, need, area in rows
    ]


def _came(session: Session, need_ids: Collection[UUID], since: datetime, zone: str) -> _Came:
    """Give by place and day by whose tasks of these needs a visit was written down."""
    rows = session.execute(
        select(Task.id, Task.need_id, Task.place, Visit.visited_at)
        .join(Visit, Visit.task_id == Task.id)
        .where(Task.need_id.in_(need_ids), Visit.visited_at >= since)
    )
    found: dict[tuple[UUID, int, date], set[UUID]] = defaultdict(set)
    for task_id, need_id, place, at in rows:
        found[need_id, place, at.astimezone(ZoneInfo(zone)).date()].add(task_id)
    return found


def _missed(session: Session, task_ids: Collection[UUID]) -> Mapping[UUID, Sequence[_Missed]]:
    """Give the days said off of each place, by these or by whoever held it before.

    Whoever stands in on what another left over may leave too: that changes the day as well.
    """
    held, said, cover = aliased(Task), aliased(Task), aliased(Need)
    rows = session.execute(
        select(held.id, MissedWeek, cover.version, is_missed_by(held))
        .select_from(MissedWeek)
        .join(said, said.id == MissedWeek.task_id)
        .join(held, (held.need_id == said.need_id) & (held.place == said.place))
        .join(cover, cover.id == MissedWeek.cover_need_id)
        .where(held.id.in_(task_ids))
    )
    found: dict[UUID, list[_Missed]] = defaultdict(list)
    for task_id, each, covered, is_off in rows:
        changes = each.version + (covered if each.task_id != task_id else 0)
        found[task_id].append(_Missed(on=each.on_date, is_off=bool(is_off), changes=changes))
    return found


def _days(
    task: Task,
    need: Need,
    missed: Sequence[_Missed],
    came: _Came,
    zone: str,
) -> TaskDays:
    ended = task.ended_at.astimezone(ZoneInfo(zone)) if task.ended_at else None
    off: dict[date, bool] = {}
    changes: dict[date, int] = defaultdict(int)
    for each in missed:
        off[each.on] = off.get(each.on, False) or each.is_off
        changes[each.on] += each.changes
    return TaskDays(
        rhythm=need.rhythm,
        weekdays=need.weekdays,
        starts_at=need.starts_at,
        from_on=_first_day(task, need, came, zone),
        until_on=need.until_on,
        ended_on=ended.date() if ended else None,
        left_at=ended.time() if ended and not _took_place(task, need, came, ended) else None,
        missed=off,
        changes=need.version + task.version - 2,
        missed_changes=changes,
    )


def _took_place(task: Task, need: Need, came: _Came, ended: datetime) -> bool:
    """Whether they came on the day they left; what is needed once is finished when it is done."""
    if task.id in came.get((task.need_id, task.place, ended.date()), ()):
        return True
    return task.ended_by is TaskEnd.FINISHED and not need.weekdays


def _first_day(task: Task, need: Need, came: _Came, zone: str) -> date:
    """A need of one day has its day; one of every week begins when the helper did.

    On that very day somebody else came before them, or nobody any more, once its hour has passed.
    """
    if not need.weekdays:
        return need.from_on
    began = task.started_at.astimezone(ZoneInfo(zone))
    is_past = need.starts_at is not None and began.time() > need.starts_at
    if is_past or came.get((task.need_id, task.place, began.date()), set()) - {task.id}:
        return max(need.from_on, began.date() + timedelta(days=1))
    return max(need.from_on, began.date())


def calendar_token(feed: CalendarFeed) -> str:
    """Reckon the token of an address, 256 bits under our own key: its owner may see it again.

    After that key was changed it is another one, which opens nothing: then a new one is made.
    """
    secret = bytes.fromhex(keyring.current().blind(KIND, str(feed.id)))
    return base64.urlsafe_b64encode(secret).decode().rstrip("=")
