"""What volunteers were asked and hold, as a wave is decided by; read set-wise, names never."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import and_, case, func, or_, select

from hopecare.domain.asking import may_ask_from, own_hours
from hopecare.domain.care_path import OfferStatus
from hopecare.domain.matching.wave_facts import WEEK, Person
from hopecare.domain.offers import TaskEnd
from hopecare.queries.unreachable import unreachable_of
from models import Need, Offer, Task, VolunteerProfile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.orm import Session

    from hopecare.domain.matching.constraints import HelperFacts
    from hopecare.domain.matching.wave_policy import WavePolicy

SECONDS: Final = 60
A_WEEK: Final = timedelta(minutes=WEEK)


def is_late_yes() -> ColumnElement[bool]:
    """Make the condition that it was answered with a yes too late, whatever became of the need.

    What is stood down was answered by nobody, or too late: a no stays a no.
    """
    let_go = and_(Offer.status == OfferStatus.STOOD_DOWN, Offer.answered_at.is_not(None))
    return or_(Offer.status == OfferStatus.LATE, let_go)


def is_yes() -> ColumnElement[bool]:
    """Make the condition that it was answered with a yes, in time or too late."""
    return or_(Offer.status == OfferStatus.ACCEPTED, is_late_yes())


def is_answer() -> ColumnElement[bool]:
    """Make the condition that it tells how often somebody says yes.

    Silence is a no, and being told that it has ended is nothing; so is what never came to them.
    """
    was_silent = and_(Offer.status == OfferStatus.LAPSED, Offer.words_lost_at.is_(None))
    return or_(is_yes(), Offer.status == OfferStatus.DECLINED, was_silent)


def minute_of(moment: datetime) -> int:
    """Give a moment as the waves count: in minutes."""
    return int(moment.timestamp()) // SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """Everything that was read of everybody, by person."""

    totals: Mapping[UUID, Row[Any]]
    askings: Mapping[UUID, deque[int]]
    wishes: Mapping[UUID, Row[Any]]
    rests: Mapping[UUID, datetime]
    unreachable: frozenset[UUID]


def asked_people(
    session: Session,
    helpers: Iterable[HelperFacts],
    policy: WavePolicy,
    *,
    zone: str,
    now: datetime,
) -> dict[str, Person]:
    """Give each of them as a wave knows them, by key."""
    listed = list(helpers)
    ids: list[Any] = [each.helper_id for each in listed]
    read = _Read(
        totals={row.helper_id: row for row in session.execute(_totals(ids)).all()},
        askings=_askings(session, ids, now),
        wishes={row.person_id: row for row in session.execute(_wishes(ids)).all()},
        rests=_rests(session, ids, policy, now),
        unreachable=unreachable_of(session, ids, on=now.astimezone(ZoneInfo(zone)).date()),
    )
    return {str(each.helper_id): _person(each, read, zone, now) for each in listed}


def usual_load(session: Session, town_id: UUID, *, since: datetime) -> float | None:
    """Give the median of tasks begun since then, of those who began any; None without them."""
    counted = sorted(
        session.scalars(
            select(func.count())
            .where(Task.town_id == town_id, Task.started_at > since)
            .group_by(Task.helper_id)
        )
    )
    if not counted:
        return None
    middle = len(counted) // 2
    return counted[middle] if len(counted) % 2 else (counted[middle - 1] + counted[middle]) / 2


def _totals(ids: Sequence[Any]) -> Any:  # noqa: ANN401  a selection of five columns
    def when(condition: ColumnElement[bool], value: Any) -> Any:  # noqa: ANN401  columns
        return case((condition, value))

    return (
        select(
            Offer.helper_id,
            func.count(when(is_answer(), Offer.id)).label("asked"),
            func.count(when(is_yes(), Offer.id)).label("said_yes"),
            func.max(Offer.made_at).label("last_at"),
            func.max(when(Offer.status == OfferStatus.STANDING, Offer.lapses_at)).label(
                "live_until"
            ),
            func.max(when(is_late_yes(), Offer.answered_at)).label("late_yes_at"),
        )
        .where(Offer.helper_id.in_(ids))
        .group_by(Offer.helper_id)
    )


def _wishes(ids: Sequence[Any]) -> Any:  # noqa: ANN401  a selection of columns
    return select(
        VolunteerProfile.person_id,
        VolunteerProfile.joined_on,
        VolunteerProfile.askings_a_week,
        VolunteerProfile.asked_from,
        VolunteerProfile.asked_until,
        VolunteerProfile.missed,
    ).where(VolunteerProfile.person_id.in_(ids))


def _askings(session: Session, ids: Sequence[Any], now: datetime) -> dict[UUID, deque[int]]:
    """When each was asked in the last week, in order."""
    from_minute = minute_of(now) - WEEK
    rows = session.execute(
        select(Offer.helper_id, Offer.made_at)
        .where(Offer.helper_id.in_(ids), Offer.made_at > now - A_WEEK)
        .order_by(Offer.made_at)
    )
    found: dict[UUID, deque[int]] = {}
    for helper_id, made_at in rows:
        if (minute := minute_of(made_at)) > from_minute:
            found.setdefault(helper_id, deque()).append(minute)
    return found


def _rests(
    session: Session, ids: Sequence[Any], policy: WavePolicy, now: datetime
) -> dict[UUID, datetime]:
    """Until when each rests after a heavy task that they saw through."""
    ended = session.execute(
        select(Task.helper_id, func.max(Task.ended_at))
        .join(Need, Need.id == Task.need_id)
        .where(
            Task.helper_id.in_(ids),
            Need.kind.in_(policy.heavy),
            Task.ended_at > now - policy.rest_after_heavy,
            Task.ended_by != TaskEnd.HANDED_BACK,
        )
        .group_by(Task.helper_id)
    )
    return {helper_id: at + policy.rest_after_heavy for helper_id, at in ended if at is not None}


def _person(helper: HelperFacts, read: _Read, zone: str, now: datetime) -> Person:
    key: Any = helper.helper_id
    wishes, totals = read.wishes[key], read.totals.get(key)
    rests = read.rests.get(key)
    person = Person(
        free=helper.max_active - helper.active,
        active=helper.active,
        recent=helper.recent_tasks,
        own_limit=wishes.askings_a_week,
        askings=read.askings.get(key, deque()),
        last_asked_at=_begins(wishes.joined_on, zone),
        rests_until=-1 if rests is None else minute_of(rests),
        away_until=-1 if helper.away_until is None else _begins(helper.away_until, zone),
        not_before=_own_hours_begin(wishes, zone, now),
        missed=wishes.missed,
        has_no_way=key in read.unreachable,
    )
    if totals is not None:
        person.asked, person.said_yes = totals.asked, totals.said_yes
        person.last_asked_at = minute_of(totals.last_at)
        if totals.live_until is not None:
            person.live_until = max(minute_of(totals.live_until), minute_of(now) + 1)
        if totals.late_yes_at is not None:
            person.late_yes_at = minute_of(totals.late_yes_at)
    return person


def _begins(day: date, zone: str) -> int:
    """The minute in which a day begins in the town."""
    return minute_of(datetime.combine(day, time(), ZoneInfo(zone)))


def _own_hours_begin(wishes: Row[Any], zone: str, now: datetime) -> int:
    """The minute their own hours begin again; -1 within them, and without any."""
    if wishes.asked_from is None:
        return -1
    own = own_hours(zone, asked_from=wishes.asked_from, asked_until=wishes.asked_until)
    begins = may_ask_from(own, now=now.astimezone(UTC))
    return minute_of(begins) if begins > now else -1
