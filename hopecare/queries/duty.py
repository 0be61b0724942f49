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


def _by_rota(
    session: Session, *, town_id: UUID, centre_id: UUID | None, at: datetime
) -> Sequence[UUID]:
    """Whoever the rota names, or their substitute."""
    if centre_id is None:
        return []
    periods = session.scalars(
        select(DutyPeriod)
        .where(
            DutyPeriod.town_id == town_id,
            DutyPeriod.centre_id == centre_id,
            DutyPeriod.from_at <= at,
            DutyPeriod.until_at > at,
        )
        .order_by(DutyPeriod.from_at)
    )
    return list(dict.fromkeys(period.substitute_id or period.person_id for period in periods))


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
