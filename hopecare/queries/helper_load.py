"""Reads load and fairness: who was asked how often, who took on what, and which district lacks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import case, func, select

from hopecare.queries.batch_needs import lacks_somebody
from hopecare.queries.needs import LIVE
from hopecare.queries.visibility import visible
from models import Area, Case, Need, Offer, Person, Task, VolunteerProfile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity

LOAD_WITHIN: Final = timedelta(days=28)
"""What load is counted over."""
MOST_TIMES: Final = 8
"""The last column of the chart counts this many and more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one active volunteer was asked and took on in a time."""

    person_id: UUID
    asked: int
    taken: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many of a district's live needs have everybody they take."""

    area: Area | None
    needs: int
    lacking: int

    @property
    def share(self) -> float:
        """The part that lacks nobody."""
        return 1 - self.lacking / self.needs


def loads(session: Session, identity: Identity, *, since: datetime) -> list[Load]:
    """Count askings and tasks since then of every active volunteer one may read."""
    asked = _by_helper(
        session,
        select(Offer.helper_id, func.count(Offer.id))
        .where(Offer.made_at >= since)
        .group_by(Offer.helper_id),
    )
    taken = _by_helper(
        session,
        select(Task.helper_id, func.count(Task.id))
        .where(Task.started_at >= since)
        .group_by(Task.helper_id),
    )
    people = session.scalars(
        select(VolunteerProfile.person_id)
        .join(Person, Person.id == VolunteerProfile.person_id)
        .where(visible("volunteer.read", identity, VolunteerProfile), *takes_requests())
        .order_by(VolunteerProfile.joined_on, VolunteerProfile.person_id)
    )
    return [
        Load(person_id=each, asked=asked.get(each, 0), taken=taken.get(each, 0)) for each in people
    ]


def takes_requests() -> tuple[ColumnElement[bool], ...]:
    """Whom load is counted of: who takes requests now, joined with their person."""
    return (
        VolunteerProfile.suspended_at.is_(None),
        VolunteerProfile.is_on_duty.is_(True),
        Person.died_on.is_(None),
    )


def times_asked(since: datetime) -> ColumnElement[int]:
    """How often somebody was asked since then, as load counts it."""
    mine = Offer.helper_id == VolunteerProfile.person_id
    return (
        select(func.count(Offer.id))
        .where(mine, Offer.made_at >= since)
        .correlate(VolunteerProfile)
        .scalar_subquery()
    )


def times_taken(since: datetime) -> ColumnElement[int]:
    """How often they took a task on since then, as load counts it."""
    mine = Task.helper_id == VolunteerProfile.person_id
    return (
        select(func.count(Task.id))
        .where(mine, Task.started_at >= since)
        .correlate(VolunteerProfile)
        .scalar_subquery()
    )


def in_column(times: ColumnElement[int], column: int) -> ColumnElement[bool]:
    """Whether a column of the chart counts them: so often, in the last one and oftener."""
    return times >= column if column >= MOST_TIMES else times == column


def names_of(session: Session, person_ids: Sequence[UUID]) -> Mapping[UUID, Person]:
    """Read the few people who are named."""
    return {
        each.id: each for each in session.scalars(select(Person).where(Person.id.in_(person_ids)))
    }


def coverage(session: Session, identity: Identity, *, today: date) -> list[Coverage]:
    """Count live needs and those that lack somebody by district, the worst covered first.

    Both as the lists count them that show their rows: a day that has passed waits for nobody, and a
    missed day asks for itself.
    """
    lacks = case((lacks_somebody(today=today), 1), else_=0)
    counted = session.execute(
        select(Person.area_id, func.count(Need.id), func.sum(lacks))
        .select_from(Need)
        .join(Case, Case.id == Need.case_id)
        .join(Person, Person.id == Case.resident_id)
        .where(Need.status.in_(LIVE), visible("case.read", identity, Need))
        .group_by(Person.area_id)
    ).all()
    areas = {area.id: area for area in session.scalars(select(Area))}
    found = [
        Coverage(area=areas.get(area_id), needs=needs, lacking=int(lacking))
        for area_id, needs, lacking in counted
    ]
    return sorted(found, key=lambda each: (each.share, str(each.area.id) if each.area else ""))


def _by_helper(session: Session, counted: Select[*tuple[Any, ...]]) -> dict[UUID, int]:
    return {row[0]: row[1] for row in session.execute(counted)}
