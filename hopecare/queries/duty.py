"""Who takes the alerts of a centre at a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from hopecare.domain.roles import Role
from hopecare.queries.town_days import local_day
from models import DutyPeriod, Person, PersonRole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def on_duty(
    session: Session, *, town_id: UUID, centre_id: UUID | None, at: datetime
) -> Sequence[UUID]:
    """The people who take alerts now: by the rota, else the centre's coordinators, else the town's.

    An alert always has a reader: a gap in the rota widens the circle, it never drops the alert.
    """
    return (
        _by_rota(session, town_id=town_id, centre_id=centre_id, at=at)
        or _coordinators(session, town_id=town_id, centre_id=centre_id, at=at)
        or _coordinators(session, town_id=town_id, centre_id=None, at=at)
    )


def all_who_take_alerts(
    session: Session, *, town_id: UUID, centre_id: UUID | None, at: datetime
) -> Sequence[UUID]:
    """Everybody who may be told of an alert now: the rota's, the centre's, then the town's."""
    named = [
        person_id
        for period in _periods(session, town_id=town_id, centre_id=centre_id, at=at)
        for person_id in (period.substitute_id, period.person_id)
        if person_id is not None
    ]
    of_centre = _coordinators(session, town_id=town_id, centre_id=centre_id, at=at)
    of_town = _coordinators(session, town_id=town_id, centre_id=None, at=at)
    return list(dict.fromkeys([*named, *of_centre, *of_town]))


def has_rota(session: Session, *, town_id: UUID, centre_id: UUID | None, at: datetime) -> bool:
    """Whether the rota names anybody for this centre at this moment."""
    return bool(_by_rota(session, town_id=town_id, centre_id=centre_id, at=at))


def _by_rota(
    session: Session, *, town_id: UUID, centre_id: UUID | None, at: datetime
) -> Sequence[UUID]:
    """Whoever the rota names, or their substitute."""
    periods = _periods(session, town_id=town_id, centre_id=centre_id, at=at)
    return list(dict.fromkeys(period.substitute_id or period.person_id for period in periods))


def _periods(
    session: Session, *, town_id: UUID, centre_id: UUID | None, at: datetime
) -> Sequence[DutyPeriod]:
    """The rota's periods of a centre that run at this moment."""
    if centre_id is None:
        return []
    running = (
        select(DutyPeriod)
        .where(
            DutyPeriod.town_id == town_id,
            DutyPeriod.centre_id == centre_id,
            DutyPeriod.from_at <= at,
            DutyPeriod.until_at > at,
        )
        .order_by(DutyPeriod.from_at)
    )
    return session.scalars(running).all()


def _coordinators(
    session: Session, *, town_id: UUID, centre_id: UUID | None, at: datetime
) -> Sequence[UUID]:
    """The coordinators of a centre, or of the whole town."""
    today = local_day(session, town_id, at)
    found = (
        select(Person.id)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(
            Person.town_id == town_id,
            Person.died_on.is_(None),
            PersonRole.role == Role.COORDINATOR,
            PersonRole.from_on <= today,
            or_(PersonRole.until_on.is_(None), PersonRole.until_on > today),
        )
        .order_by(Person.id)
    )
    if centre_id is not None:
        found = found.where(Person.centre_id == centre_id)
    return session.scalars(found).unique().all()
