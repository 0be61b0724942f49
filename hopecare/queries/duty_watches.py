"""Reads the rota, who is away and who is staff no more, in one statement, as it is decided on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, or_, select

from hopecare.domain.duty import Leave, Turn, Watch, watches
from hopecare.domain.roles import STAFF
from hopecare.queries.closed_accounts import account_closed
from hopecare.queries.not_over import not_over
from models import DutyPeriod, Person, PersonRole, StaffLeave

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Exists
    from sqlalchemy.orm import InstrumentedAttribute, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRota:
    """The periods between two moments in order, the leaves that touch them, and who is gone."""

    periods: Sequence[DutyPeriod]
    leaves: Sequence[StaffLeave]
    gone: frozenset[UUID]
    """Who stands in a period and has died, or works here no more: they take no alerts."""

    @property
    def named(self) -> list[UUID]:
        """Everybody in these periods, in whichever place, who can take an alert at all."""
        both = [(period.person_id, period.substitute_id) for period in self.periods]
        return [each for pair in both for each in pair if each and each not in self.gone]

    def watches(self, centre_id: UUID | None = None) -> list[Watch]:
        """Who really takes the alerts when: of one centre, or of all that were read."""
        turns = [
            _turn_of(period)
            for period in self.periods
            if centre_id is None or period.centre_id == centre_id
        ]
        for_good = [_gone(person_id, turns) for person_id in self.gone if turns]
        return watches(turns, [*map(_leave_of, self.leaves), *for_good])


def read_rota(
    session: Session, *, of: ColumnElement[bool], from_at: datetime, until_at: datetime, on: date
) -> ReadRota:
    """Read the periods for which `of` holds: one statement, since every page asks.

    Who is staff is read for the day `on`.
    """
    touches = and_(
        StaffLeave.town_id == DutyPeriod.town_id,
        or_(
            StaffLeave.person_id == DutyPeriod.person_id,
            StaffLeave.person_id == DutyPeriod.substitute_id,
        ),
        StaffLeave.from_at < DutyPeriod.until_at,
        StaffLeave.until_at > DutyPeriod.from_at,
    )
    named, substitute = DutyPeriod.person_id, DutyPeriod.substitute_id
    rows = session.execute(
        select(DutyPeriod, StaffLeave, _is_staff(named, on), _is_staff(substitute, on))
        .outerjoin(StaffLeave, touches)
        .where(of, DutyPeriod.from_at < until_at, DutyPeriod.until_at > from_at)
        .order_by(DutyPeriod.from_at, DutyPeriod.id)
    ).all()
    there = {row[0].person_id: row[2] for row in rows}
    there |= {row[0].substitute_id: row[3] for row in rows if row[0].substitute_id is not None}
    return ReadRota(
        periods=list({period.id: period for period, *_ in rows}.values()),
        leaves=list({each.id: each for each in filter(None, (row[1] for row in rows))}.values()),
        gone=frozenset(each for each, is_there in there.items() if not is_there),
    )


def _is_staff(person_id: ColumnElement[Any] | InstrumentedAttribute[Any], on: date) -> Exists:
    """Whether somebody lives and works here still, by a role by which alerts are taken."""
    return exists(
        select(PersonRole.id)
        .join(Person, Person.id == PersonRole.person_id)
        .where(
            PersonRole.person_id == person_id,
            PersonRole.role.in_(STAFF),
            PersonRole.from_on <= on,
            not_over(PersonRole, on),
            Person.died_on.is_(None),
            ~account_closed(person_id),
        )
    )


def _gone(person_id: UUID, turns: Sequence[Turn]) -> Leave:
    """Whoever is gone is away in every turn."""
    return Leave(
        person_id=person_id,
        from_at=min(turn.from_at for turn in turns),
        until_at=max(turn.until_at for turn in turns),
    )


def _turn_of(period: DutyPeriod) -> Turn:
    return Turn(
        person_id=period.person_id,
        from_at=period.from_at,
        until_at=period.until_at,
        substitute_id=period.substitute_id,
    )


def _leave_of(row: StaffLeave) -> Leave:
    return Leave(person_id=row.person_id, from_at=row.from_at, until_at=row.until_at)
