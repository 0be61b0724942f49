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

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from hopecare.domain.channels import Channel
    from hopecare.domain.check_ins import AnswererKind, QuestionCode

FURTHEST: Final = timedelta(days=1)
"""Somewhere it is yesterday still, somewhere tomorrow: what holds on all three days, holds."""


class Manner(NamedTuple):
    """When, how and in which words somebody is asked: few differ among very many questions."""

    town_key: str
    """As the database writes it."""
    due_at: datetime
    grace_minutes: int
    channel: Channel
    language: str
    answer_of: AnswererKind
    question: QuestionCode
    weekdays: str
    local_time: time
    zone: str
    paused_from: date | None
    paused_until: date | None

    @property
    def rhythm(self) -> Rhythm:
        """The plan's days, hour and pause."""
        return Rhythm(
            weekdays=tuple(json.loads(self.weekdays)),
            local_time=self.local_time,
            zone=self.zone,
            paused_from=self.paused_from,
            paused_until=self.paused_until,
        )


class DueQuestion(NamedTuple):
    """One question that is due."""

    plan_key: str
    """As the database writes it: so many are only handed back to it."""
    version: int
    sealed_called: bytes
    """As it lies: one name that cannot be opened must not hide the others."""
    manner: Manner


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
            type_coerce(Person.called, LargeBinary),
            cast(plan.town_id, String),
            _recurring(plan.next_due_at),
            plan.grace_minutes,
            _recurring(plan.channel),
            plan.language,
            _recurring(plan.answer_of),
            _recurring(plan.question),
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
    manners: dict[tuple[Any, ...], Manner] = {}
    # A session would look at each value of each row: these are no rows of its own.
    return [_question(row, manners) for row in session.connection().execute(due).all()]


def _question(row: Sequence[Any], manners: dict[tuple[Any, ...], Manner]) -> DueQuestion:
    """One row; those that are asked alike share their manner."""
    plan_key, version, sealed_called, *rest = row
    alike = tuple(rest)
    if (manner := manners.get(alike)) is None:
        manners[alike] = manner = Manner._make(alike)
    return DueQuestion(plan_key, version, sealed_called, manner)


def _recurring(column: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    return type_coerce(column, Recurring(column.type))
