"""Who takes the alerts of a centre at a moment."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, select

from hopecare.domain.duty import Cover, cover_at
from hopecare.domain.roles import Role
from hopecare.queries.closed_accounts import account_closed
from hopecare.queries.duty_watches import read_rota
from hopecare.queries.not_over import not_over
from hopecare.queries.town_days import local_day
from models import DutyPeriod, Person, PersonRole, StaffLeave

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.queries.duty_watches import ReadRota

A_MOMENT: Final = timedelta(microseconds=1)
IN_SIGHT: Final = timedelta(days=7)
"""How far ahead it is looked when somebody is on duty again."""


def on_duty(
    session: Session,
    *,
    town_id: UUID,
    centre_id: UUID | None,
    at: datetime,
    anywhere: bool = False,
) -> Sequence[UUID]:
    """The people who take alerts now: by the rota, else the centre's coordinators, else the town's.

    An alert always has a reader: a gap in the rota widens the circle, it never drops the alert.
    Whoever is away is told only where nobody else is left. Without a centre, `anywhere` reads every
    rota of the town.
    """
    rota = _rota_at(session, town_id=town_id, centre_id=centre_id, at=at, anywhere=anywhere)
    named = _on(rota, at)
    if named:
        return named
    of_centre, away = _coordinators(session, town_id=town_id, centre_id=centre_id, at=at)
    if of_centre:
        return of_centre
    of_town, away_of_town = _coordinators(session, town_id=town_id, centre_id=None, at=at)
    return of_town or away or away_of_town


def all_who_take_alerts(
    session: Session,
    *,
    town_id: UUID,
    centre_id: UUID | None,
    at: datetime,
    anywhere: bool = False,
) -> Sequence[UUID]:
    """Everybody who may be told of an alert now: the rota's, the centre's, then the town's.

    Substitutes come before the coordinators, and whoever is away comes last.
    """
    rota = _rota_at(session, town_id=town_id, centre_id=centre_id, at=at, anywhere=anywhere)
    on, named = _on(rota, at), rota.named if rota else []
    away = _away(session, named, at=at)
    of_centre, away_of_centre = _coordinators(session, town_id=town_id, centre_id=centre_id, at=at)
    of_town, away_of_town = _coordinators(session, town_id=town_id, centre_id=None, at=at)
    present = [person_id for person_id in named if person_id not in away]
    last = [*away_of_centre, *away_of_town]
    return list(dict.fromkeys([*on, *present, *of_centre, *of_town, *named, *last]))


def has_rota(
    session: Session,
    *,
    town_id: UUID,
    centre_id: UUID | None,
    at: datetime,
    anywhere: bool = False,
) -> bool:
    """Whether the rota names anybody for this centre at this moment."""
    rota = _rota_at(session, town_id=town_id, centre_id=centre_id, at=at, anywhere=anywhere)
    return bool(_on(rota, at))


def cover_of(
    session: Session, *, town_id: UUID, centre_id: UUID | None, now: datetime, on: date
) -> Cover:
    """Whether anybody is on duty now for a centre; without one, anywhere in the town.

    `on` is the town's day.
    """
    of = DutyPeriod.town_id == town_id
    if centre_id is not None:
        of = and_(of, DutyPeriod.centre_id == centre_id)
    rota = read_rota(session, of=of, from_at=now, until_at=now + IN_SIGHT, on=on)
    return cover_at(rota.watches(), now)


def _on(rota: ReadRota | None, at: datetime) -> Sequence[UUID]:
    """Whoever the rota names and is there, else their substitute."""
    on = rota.watches() if rota else []
    return list(dict.fromkeys(each.person_id for each in on if each.from_at <= at < each.until_at))


def _rota_at(
    session: Session, *, town_id: UUID, centre_id: UUID | None, at: datetime, anywhere: bool
) -> ReadRota | None:
    """What the rota of a centre says for one moment; without one, every rota or none."""
    if centre_id is None and not anywhere:
        return None
    of = DutyPeriod.town_id == town_id
    if centre_id is not None:
        of = and_(of, DutyPeriod.centre_id == centre_id)
    today = local_day(session, town_id, at)
    return read_rota(session, of=of, from_at=at, until_at=at + A_MOMENT, on=today)


def _away(session: Session, people: Sequence[UUID], *, at: datetime) -> frozenset[UUID]:
    """Who of these is away at this moment."""
    if not people:
        return frozenset()
    gone = select(StaffLeave.person_id).where(
        StaffLeave.person_id.in_(people), StaffLeave.from_at <= at, StaffLeave.until_at > at
    )
    return frozenset(session.scalars(gone))


def _coordinators(
    session: Session, *, town_id: UUID, centre_id: UUID | None, at: datetime
) -> tuple[Sequence[UUID], Sequence[UUID]]:
    """The coordinators of a centre, or of the whole town: those who are there, those away."""
    today = local_day(session, town_id, at)
    found = (
        select(Person.id)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(
            Person.town_id == town_id,
            Person.died_on.is_(None),
            ~account_closed(Person.id),
            PersonRole.role == Role.COORDINATOR,
            PersonRole.from_on <= today,
            not_over(PersonRole, today),
        )
        .order_by(Person.id)
    )
    if centre_id is not None:
        found = found.where(Person.centre_id == centre_id)
    people = session.scalars(found).unique().all()
    away = _away(session, people, at=at)
    there = [person_id for person_id in people if person_id not in away]
    return there, [person_id for person_id in people if person_id in away]
