"""Reads the rota and who is away, in one statement, as the decision takes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from hopecare.domain.duty import Leave, Turn, Watch, watches
from models import DutyPeriod, StaffLeave

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRota:
    """The periods between two moments in order, and the leaves that touch them."""

    periods: Sequence[DutyPeriod]
    leaves: Sequence[StaffLeave]

    def watches(self, centre_id: UUID | None = None) -> list[Watch]:
        """Who really takes the alerts when: of one centre, or of all that were read."""
        turns = [
            _turn_of(period)
            for period in self.periods
            if centre_id is None or period.centre_id == centre_id
        ]
        return watches(turns, [_leave_of(row) for row in self.leaves])


def read_rota(
    session: Session, *, of: ColumnElement[bool], from_at: datetime, until_at: datetime
) -> ReadRota:
    """Read the periods for which `of` holds: one statement, since every page asks."""
    touches = and_(
        StaffLeave.town_id == DutyPeriod.town_id,
        or_(
            StaffLeave.person_id == DutyPeriod.person_id,
            StaffLeave.person_id == DutyPeriod.substitute_id,
        ),
        StaffLeave.from_at < DutyPeriod.until_at,
        StaffLeave.until_at > DutyPeriod.from_at,
    )
    rows = session.execute(
        select(DutyPeriod, StaffLeave)
        .outerjoin(StaffLeave, touches)
        .where(of, DutyPeriod.from_at < until_at, DutyPeriod.until_at > from_at)
        .order_by(DutyPeriod.from_at, DutyPeriod.id)
    ).all()
    return ReadRota(
        periods=list({period.id: period for period, _leave in rows}.values()),
        leaves=list({each.id: each for each in filter(None, (row[1] for row in rows))}.values()),
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
