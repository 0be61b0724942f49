"""The rota of a centre over some days: who is on, who is away, and the hours nobody is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from hopecare.domain.duty import gaps
from hopecare.domain.roles import STAFF
from hopecare.queries.closed_accounts import account_closed
from hopecare.queries.duty_telephones import duty_telephones
from hopecare.queries.duty_watches import read_rota
from hopecare.queries.not_over import not_over
from models import Centre, DutyPeriod, Person, PersonRole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from hopecare.domain.duty import Gap, PhoneTrouble, Watch
    from hopecare.queries.duty_telephones import Telephones
    from hopecare.queries.duty_watches import ReadRota


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One period with the people in it."""

    period: DutyPeriod
    person: Person
    substitute: Person | None
    phone: str | None
    """The number alerts go to; None where they have none that takes texts."""
    trouble: PhoneTrouble | None
    """What is wrong with it."""
    is_away: bool
    """Whether the one named is away for some of it."""
    is_gone: bool
    """Whether the one named takes no alerts any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreRota:
    """One centre's periods, in order, who really takes the alerts, and the gaps."""

    centre: Centre
    duties: Sequence[Duty]
    watches: Sequence[Watch]
    gaps: Sequence[Gap]
    names: Mapping[UUID, str]
    now: datetime

    @property
    def on_now(self) -> list[Watch]:
        """Whoever takes the alerts at this moment."""
        return [each for each in self.watches if each.from_at <= self.now < each.until_at]

    @property
    def gap_hours(self) -> float:
        """How many hours nobody is on, in all."""
        return sum(gap.hours for gap in self.gaps)


def rotas(
    session: Session, *, of: ColumnElement[bool], until: datetime, now: datetime, on: date
) -> list[CentreRota]:
    """Read the rota of every centre for which `of` holds, from now until a moment."""
    centres = session.scalars(select(Centre).where(of).order_by(Centre.name)).all()
    mine = DutyPeriod.centre_id.in_([centre.id for centre in centres])
    rota = read_rota(session, of=mine, from_at=now, until_at=until, on=on)
    people, phones = _people(session, rota), duty_telephones(session, rota.periods, on=on)
    names = {person.id: person.full_name for person in people.values()}
    found = []
    for centre in centres:
        watches = rota.watches(centre.id)
        found.append(
            CentreRota(
                centre=centre,
                duties=[
                    _duty(period, people, phones, rota)
                    for period in rota.periods
                    if period.centre_id == centre.id
                ],
                watches=watches,
                gaps=gaps(watches, now, until),
                names=names,
                now=now,
            )
        )
    return found


def next_gap(
    session: Session, *, of: ColumnElement[bool], until: datetime, now: datetime, on: date
) -> tuple[Centre, Gap] | None:
    """The first hours nobody is on, at any centre for which `of` holds; the longest of several."""
    centres = session.scalars(select(Centre).where(of)).all()
    mine = DutyPeriod.centre_id.in_([centre.id for centre in centres])
    rota = read_rota(session, of=mine, from_at=now, until_at=until, on=on)
    found = [
        (centre, gap) for centre in centres for gap in gaps(rota.watches(centre.id), now, until)[:1]
    ]
    return min(found, key=lambda each: (each[1].from_at, -each[1].hours), default=None)


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
                    not_over(PersonRole, on),
                )
            ),
            Person.died_on.is_(None),
            ~account_closed(Person.id),
        )
        .order_by(Person.id)
    )
    if centre_id is not None:
        found = found.where(or_(Person.centre_id.is_(None), Person.centre_id == centre_id))
    people = session.scalars(found).all()
    return sorted(((person.id, person.full_name) for person in people), key=lambda each: each[1])


def _duty(
    period: DutyPeriod,
    people: Mapping[UUID, Person],
    phones: Telephones,
    rota: ReadRota,
) -> Duty:
    point = phones.of(period)
    return Duty(
        period=period,
        person=people[period.person_id],
        substitute=people[period.substitute_id] if period.substitute_id else None,
        phone=point.value if point else None,
        trouble=phones.trouble_with(period, point) if point else None,
        is_away=any(
            leave.person_id == period.person_id
            and leave.from_at < period.until_at
            and leave.until_at > period.from_at
            for leave in rota.leaves
        ),
        is_gone=period.person_id in rota.gone,
    )


def _people(session: Session, rota: ReadRota) -> Mapping[UUID, Person]:
    both = [(period.person_id, period.substitute_id) for period in rota.periods]
    ids = {person_id for pair in both for person_id in pair if person_id is not None}
    found = session.scalars(select(Person).where(Person.id.in_(sorted(ids))))
    return {person.id: person for person in found}
