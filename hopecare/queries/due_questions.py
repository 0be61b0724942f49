"""Reads the due questions that are plain to ask: whoever needs a second look is left out.

One statement a batch. It only ever leaves out too many: `open_due_slots` looks at each of those by
itself, and decides.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import LargeBinary, String, case, cast, select, type_coerce

from hopecare.domain.check_in_times import Rhythm
from hopecare.domain.check_ins import AskedBy
from hopecare.domain.consent import ConsentPurpose
from hopecare.queries.keys import is_among
from hopecare.queries.reach import surely_reached
from hopecare.standing_consents import surely_agree
from models import CheckInPlan, Person
from models.types import Recurring

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime, time
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from hopecare.domain.channels import Channel
    from hopecare.domain.check_ins import AnswererKind

FURTHEST: Final = timedelta(days=1)
"""Somewhere it is yesterday still, somewhere tomorrow: what holds on all three days, holds."""


Written = tuple[str, "time", str, "date | None", "date | None"]


class DueQuestion(NamedTuple):
    """One question that is due, as one row of the statement."""

    plan_key: str
    """As the database writes it: so many are only handed back to it."""
    version: int
    town_id: UUID
    due_at: datetime
    grace_minutes: int
    channel: Channel
    language: str
    answer_of: AnswererKind
    sealed_called: bytes
    """As it lies: one name that cannot be opened must not hide the others."""
    weekdays: str
    local_time: time
    zone: str
    paused_from: date | None
    paused_until: date | None

    @property
    def written(self) -> Written:
        """The plan's days, hour and pause as they lie, by which equal rhythms are told."""
        return self.weekdays, self.local_time, self.zone, self.paused_from, self.paused_until


def rhythm_written(written: Written) -> Rhythm:
    """Read a plan's days, hour and pause."""
    weekdays, local_time, zone, paused_from, paused_until = written
    return Rhythm(
        weekdays=tuple(json.loads(weekdays)),
        local_time=local_time,
        zone=zone,
        paused_from=paused_from,
        paused_until=paused_until,
    )


def due_plan_keys(session: Session, *, now: datetime, limit: int) -> Sequence[str]:
    """Name the plans whose moment has come, the longest waiting first."""
    due = (
        select(cast(CheckInPlan.id, String))
        .where(CheckInPlan.next_due_at <= now, CheckInPlan.asked_by == AskedBy.MACHINE)
        .order_by(CheckInPlan.next_due_at)
    )
    # Mostly nobody is. Asked for one, a database without statistics looks into the index as well.
    if session.scalars(due.limit(1)).first() is None:
        return ()
    return session.scalars(due.limit(limit)).all()


def plain_questions(
    session: Session, plan_keys: Sequence[str], *, now: datetime
) -> Sequence[DueQuestion]:
    """Give those of these plans that are due and plain to ask."""
    plan = CheckInPlan
    # Not COALESCE: behind a wall of rows PostgreSQL looks nothing up by it.
    asked_id = case((plan.asked_person_id.is_(None), plan.person_id), else_=plan.asked_person_id)
    days = (now.date() - FURTHEST, now.date() + FURTHEST)
    due = (
        select(
            cast(plan.id, String),
            plan.version,
            _recurring(plan.town_id),
            _recurring(plan.next_due_at),
            plan.grace_minutes,
            _recurring(plan.channel),
            plan.language,
            _recurring(plan.answer_of),
            type_coerce(Person.called, LargeBinary),
            cast(plan.weekdays, String),
            _recurring(plan.local_time),
            plan.zone,
            _recurring(plan.paused_from),
            _recurring(plan.paused_until),
        )
        .join(Person, Person.id == asked_id)
        .where(
            is_among(session, plan.id, plan_keys),
            plan.next_due_at <= now,
            plan.asked_by == AskedBy.MACHINE,
            surely_agree(plan.person_id, ConsentPurpose.CHECK_INS, until=days[1]),
            surely_reached(asked_id, plan.channel, days=days),
        )
    )
    return [DueQuestion._make(row) for row in session.execute(due)]


def _recurring(column: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    return type_coerce(column, Recurring(column.type))
