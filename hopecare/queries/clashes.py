"""Reads whether a helper has promised to be somewhere else at the hours of a need."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from hopecare.domain.care_path import TaskStatus
from hopecare.domain.clashes import Hours, first_clash
from hopecare.queries.days_off import days_off
from hopecare.queries.needs import need_by_id
from hopecare.queries.offers import offer_by_id
from hopecare.queries.same_visit import comes_anyway
from hopecare.queries.town_days import local_day, town_by_id
from models import Need, Task

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from hopecare.domain.needs import NeedKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """What the helper has promised already, and when."""

    kind: NeedKind
    at: datetime | date
    """The day alone where no hour is said: only one visit is certain to be another of that day."""


def clashing_of(
    session: Session, need: Need, helper_ids: Iterable[UUID], *, now: datetime
) -> frozenset[UUID]:
    """Give those of them whose yes to this need would be refused for a clash."""
    if need.starts_at is None:
        return frozenset()
    today, wanted = local_day(session, need.town_id, now), hours_of(need)
    held = session.execute(
        select(Task.id, Task.helper_id, Need)
        .join(Need, Need.id == Task.need_id)
        .where(
            Task.helper_id.in_(list(helper_ids)),
            Task.status == TaskStatus.ACTIVE,
            Need.id != need.id,
            Need.starts_at.is_not(None),
        )
    ).all()
    off = days_off(session, [row.id for row in held])
    return frozenset(
        helper_id
        for task_id, helper_id, other in held
        if first_clash(wanted, hours_of(other, off=off.get(task_id, ())), today=today) is not None
    )


def clashing_by_need(
    session: Session, needs: Sequence[Row[*tuple[Any, ...]]], *, today: date
) -> Mapping[UUID, frozenset[UUID]]:
    """Name for each of many needs whoever has promised to be elsewhere then; two statements."""
    if all(row.starts_at is None for row in needs):
        return {row.id: frozenset() for row in needs}
    held = session.execute(
        select(
            Task.id, Task.helper_id, Need.rhythm, Need.from_on, Need.until_on, Need.weekdays,
            Need.starts_at, Need.minutes,
        )
        .join(Need, Need.id == Task.need_id)
        .where(Task.status == TaskStatus.ACTIVE, Need.starts_at.is_not(None))
    )  # fmt: skip
    off = days_off(session, select(Task.id).where(Task.status == TaskStatus.ACTIVE))
    by_hours: dict[Hours, set[UUID]] = defaultdict(set)
    for row in held:
        by_hours[hours_of(row, off=off.get(row.id, ()))].add(row.helper_id)
    # The same hours come again and again: each two are compared once.
    wanted = {row.id: hours_of(row) for row in needs}
    clashing = {
        hours: frozenset(
            helper_id
            for theirs, helper_ids in by_hours.items()
            if first_clash(hours, theirs, today=today) is not None
            for helper_id in helper_ids
        )
        for hours in set(wanted.values())
    }
    return {need_id: clashing[hours] for need_id, hours in wanted.items()}


def find_clash(session: Session, need: Need, *, helper_id: UUID, now: datetime) -> Clash | None:
    """Give the first help they hold that falls into the hours of this one.

    Whoever comes to the visit already fills no second place of it, whether it has an hour or not.
    """
    if need.starts_at is None and comes_anyway(session, need, helper_id):
        return Clash(kind=need.kind, at=need.from_on)
    today = local_day(session, need.town_id, now)
    zone = ZoneInfo(town_by_id(session, need.town_id).zone)
    held = session.execute(
        select(Task, Need)
        .join(Need, Need.id == Task.need_id)
        .where(Task.helper_id == helper_id, Task.status == TaskStatus.ACTIVE)
        .order_by(Task.started_at, Task.id)
    ).all()
    off = days_off(session, [task.id for task, _ in held])
    pairs = [(task, other) for task, other in held]
    return clash_among(need, pairs, off=off, today=today, zone=zone)


def clash_among(
    need: Need,
    held: Sequence[tuple[Task, Need]],
    *,
    off: Mapping[UUID, Collection[date]],
    today: date,
    zone: ZoneInfo,
) -> Clash | None:
    """Give the first of what one helper holds that falls into the hours of this need."""
    own = {other.id: off.get(task.id, ()) for task, other in held}
    wanted = hours_of(need, off=own.get(need.id, ()))
    for _, other in held:
        at = first_clash(wanted, hours_of(other, off=own[other.id]), today=today)
        if other.id != need.id and at is not None:
            return Clash(kind=other.kind, at=at.replace(tzinfo=zone))
    return None


def clash_of_offer(session: Session, offer_id: UUID, *, now: datetime) -> Clash | None:
    """Give what stands against a yes to this offer."""
    offer = offer_by_id(session, offer_id)
    need = need_by_id(session, offer.need_id)
    return find_clash(session, need, helper_id=offer.helper_id, now=now)


def hours_of(need: Need | Row[*tuple[Any, ...]], *, off: Collection[date] = ()) -> Hours:
    """Give when a need falls, as the decision takes it; for its helper, but for their days off."""
    return Hours(
        rhythm=need.rhythm,
        from_on=need.from_on,
        until_on=need.until_on,
        weekdays=frozenset(need.weekdays),
        starts_at=need.starts_at,
        minutes=need.minutes,
        off=frozenset(off),
    )
