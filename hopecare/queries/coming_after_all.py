"""Which of the days that were said to be missed may be taken back, and what else was promised."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select

from hopecare.domain.care_path import TaskStatus
from hopecare.domain.weekly import LOOKED_FOR
from hopecare.queries.clashes import Clash, clash_among
from hopecare.queries.days_off import days_off
from hopecare.queries.needs import LIVE
from hopecare.queries.town_days import local_day, town_by_id
from models import MissedWeek, Need, Task

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    Held = Sequence[tuple[Task, Need, MissedWeek | None]]


def coming_after_all(
    session: Session, missed: Iterable[MissedWeek], *, now: datetime
) -> Mapping[UUID, Clash | None]:
    """Give by missed day what its helper has promised then; None where they may come after all.

    A day that nobody can take back is left out. Three statements, however many days there are.
    """
    found = _open_days(session, missed, now)
    if not found:
        return {}
    held = _held(session, {day.helper_id for day, _ in found})
    off = days_off(session, [task.id for task, *_ in held])
    today = local_day(session, found[0][0].town_id, now)
    zone = ZoneInfo(town_by_id(session, found[0][0].town_id).zone)
    clashes: dict[UUID, Clash | None] = {}
    for day, cover in found:
        own = [row for row in held if row[0].helper_id == day.helper_id]
        if cover.starts_at is None and _goes_there(day, own):
            clashes[day.id] = Clash(kind=cover.kind, at=cover.from_on)
        else:
            pairs = [(task, need) for task, need, _ in own]
            clashes[day.id] = clash_among(cover, pairs, off=off, today=today, zone=zone)
    return clashes


def _open_days(
    session: Session, missed: Iterable[MissedWeek], now: datetime
) -> list[tuple[MissedWeek, Need]]:
    """Those that nobody has said yes to, that are not over, and whose helper goes on helping."""
    looked_for = [day for day in missed if day.status in LOOKED_FOR]
    if not looked_for:
        return []
    today = local_day(session, looked_for[0].town_id, now)
    rows = session.execute(
        select(MissedWeek, Need)
        .join(Need, Need.id == MissedWeek.cover_need_id)
        .join(Task, Task.id == MissedWeek.task_id)
        .where(
            MissedWeek.id.in_([day.id for day in looked_for]),
            MissedWeek.on_date >= today,
            Task.status == TaskStatus.ACTIVE,
            Need.status.in_(LIVE),
        )
    )
    return [(row[0], row[1]) for row in rows]


def _held(session: Session, helper_ids: Collection[UUID]) -> Held:
    """What they have promised, and for which missed day where it is for one."""
    rows = session.execute(
        select(Task, Need, MissedWeek)
        .join(Need, Need.id == Task.need_id)
        .outerjoin(MissedWeek, MissedWeek.cover_need_id == Need.id)
        .where(Task.helper_id.in_(helper_ids), Task.status == TaskStatus.ACTIVE)
        .order_by(Task.started_at, Task.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def _goes_there(day: MissedWeek, held: Held) -> bool:
    """Whether they go to that very visit in the place of another helper: `comes_anyway`."""
    return any(
        other is not None
        and other.id != day.id
        and (other.need_id, other.on_date) == (day.need_id, day.on_date)
        and need.status in LIVE
        for _, need, other in held
    )
