"""The rota of a centre over some days: who is on, and the hours nobody is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from hopecare.domain.roles import STAFF
from models import Centre, DutyPeriod, Person, PersonRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Hours in which the rota names nobody."""

    from_at: datetime
    until_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One period with the people in it."""

    period: DutyPeriod
    person: Person
    substitute: Person | None

    @property
    def takes_alerts(self) -> Person:
        """Who the alerts go to."""
        return self.substitute or self.person


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreRota:
    """One centre's periods, in order, and its gaps."""

    centre: Centre
    duties: Sequence[Duty]
    gaps: Sequence[Gap]
    now: datetime

    @property
    def on_now(self) -> list[Duty]:
        """Whoever is on at this moment."""
        return [
            duty for duty in self.duties if duty.period.from_at <= self.now < duty.period.until_at
        ]


def rotas(
    session: Session, *, of: ColumnElement[bool], until: datetime, now: datetime
) -> list[CentreRota]:
    """Read the rota of every centre for which `of` holds, from now until a moment."""
    centres = session.scalars(select(Centre).where(of).order_by(Centre.name)).all()
    by_centre: dict[UUID, list[Duty]] = {centre.id: [] for centre in centres}
    for duty in _duties(session, list(by_centre), until=until, now=now):
        by_centre[duty.period.centre_id].append(duty)
    return [
        CentreRota(
            centre=centre,
            duties=by_centre[centre.id],
            gaps=gaps_between((duty.period for duty in by_centre[centre.id]), now, until),
            now=now,
        )
        for centre in centres
    ]


def gaps_between(periods: Iterable[DutyPeriod], from_at: datetime, until_at: datetime) -> list[Gap]:
    """Find the hours nobody is on; the periods come in order of their beginning."""
    gaps, covered = [], from_at
    for period in periods:
        if period.from_at > covered:
            gaps.append(Gap(from_at=covered, until_at=min(period.from_at, until_at)))
        covered = max(covered, period.until_at)
    if covered < until_at:
        gaps.append(Gap(from_at=covered, until_at=until_at))
    return gaps


def staff_choices(
    session: Session, *, centre_id: UUID | None, on: date
) -> Sequence[tuple[UUID, str]]:
    """Read the staff who may be put on duty: of one centre and of the whole town."""
    found = (
        select(Person)
        .where(
            Person.id.in_(
                select(PersonRole.person_id).where(
                    PersonRole.role.in_(STAFF),
                    PersonRole.from_on <= on,
                    or_(PersonRole.until_on.is_(None), PersonRole.until_on > on),
                )
            ),
            Person.died_on.is_(None),
        )
        .order_by(Person.id)
    )
    if centre_id is not None:
        found = found.where(or_(Person.centre_id.is_(None), Person.centre_id == centre_id))
    people = session.scalars(found).all()
    return sorted(((person.id, person.full_name) for person in people), key=lambda each: each[1])


def _duties(
    session: Session, centre_ids: Sequence[UUID], *, until: datetime, now: datetime
) -> list[Duty]:
    periods = session.scalars(
        select(DutyPeriod)
        .where(
            DutyPeriod.centre_id.in_(centre_ids),
            DutyPeriod.until_at > now,
            DutyPeriod.from_at < until,
        )
        .order_by(DutyPeriod.from_at, DutyPeriod.id)
    ).all()
    ids = {period.person_id for period in periods} | {period.substitute_id for period in periods}
    people = {
        person.id: person for person in session.scalars(select(Person).where(Person.id.in_(ids)))
    }
    return [
        Duty(
            period=period,
            person=people[period.person_id],
            substitute=people[period.substitute_id] if period.substitute_id else None,
        )
        for period in periods
    ]
