"""Reads load and fairness: who was asked how often, who took on what, and which district lacks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import case, func, select

from hopecare.queries.batch_needs import lacks_somebody
from hopecare.queries.needs import LIVE
from hopecare.queries.visibility import visible
from models import Area, Case, Need, Offer, Person, Task, VolunteerProfile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, ScalarSelect
    from sqlalchemy.orm import InstrumentedAttribute, Session

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
    asked, taken = _by_helper(session, Offer, since), _by_helper(session, Task, since)
    people = session.scalars(
        select(VolunteerProfile.person_id)
        .join(Person, Person.id == VolunteerProfile.person_id)
        .where(*of_whom_load_is_counted(identity))
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


def of_whom_load_is_counted(identity: Identity) -> tuple[ColumnElement[bool], ...]:
    """The same, of those one may read."""
    return (visible("volunteer.read", identity, VolunteerProfile), *takes_requests())


def times(rows: type[Offer | Task], since: datetime) -> ScalarSelect[int]:
    """How often somebody was asked since then, or took a task on, as load counts it."""
    mine = rows.helper_id == VolunteerProfile.person_id
    return (
        select(func.count(rows.id))
        .where(mine, _at(rows) >= since)
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


def _by_helper(session: Session, rows: type[Offer | Task], since: datetime) -> dict[UUID, int]:
    counted = select(rows.helper_id, func.count(rows.id)).where(_at(rows) >= since)
    return {row[0]: row[1] for row in session.execute(counted.group_by(rows.helper_id))}


def _at(rows: type[Offer | Task]) -> InstrumentedAttribute[datetime]:
    """When each counts: when it was asked, or taken on."""
    return Offer.made_at if rows is Offer else Task.started_at
