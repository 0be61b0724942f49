"""Reads the due questions that are plain to ask: whoever needs a second look is left out.

One statement a batch. It only ever leaves out too many: `open_due_slots` looks at each of those by
itself, and decides.
"""

from __future__ import annotations

import json
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import LargeBinary, String, case, cast, select, type_coerce

from hopecare.domain.check_in_times import Rhythm
from hopecare.domain.check_ins import AskedBy
from hopecare.domain.consent import ConsentPurpose
from hopecare.queries.reach import surely_reached
from hopecare.standing_consents import surely_agree
from models import CheckInPlan, Person

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime, time
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.channels import Channel
    from hopecare.domain.check_ins import AnswererKind

FURTHEST: Final = timedelta(days=1)
"""Somewhere it is yesterday still, somewhere tomorrow: what holds on all three days, holds."""


class DueQuestion(NamedTuple):
    """One question that is due, as one row of the statement."""

    plan_id: UUID
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
    def rhythm(self) -> Rhythm:
        """The plan's days, hour and pause; the same rhythm of many plans is made once."""
        return _rhythm(
            self.weekdays, self.local_time, self.zone, self.paused_from, self.paused_until
        )


@lru_cache(maxsize=4096)
def _rhythm(
    weekdays: str, local_time: time, zone: str, paused_from: date | None, paused_until: date | None
) -> Rhythm:
    return Rhythm(
        weekdays=tuple(json.loads(weekdays)),
        local_time=local_time,
        zone=zone,
        paused_from=paused_from,
        paused_until=paused_until,
    )


def due_plan_ids(session: Session, *, now: datetime, limit: int) -> Sequence[UUID]:
    """Name the plans whose moment has come, the longest waiting first."""
    due = (
        select(CheckInPlan.id)
        .where(CheckInPlan.next_due_at <= now, CheckInPlan.asked_by == AskedBy.MACHINE)
        .order_by(CheckInPlan.next_due_at)
    )
    # Mostly nobody is. Asked for one, a database without statistics looks into the index as well.
    if session.scalars(due.limit(1)).first() is None:
        return ()
    return session.scalars(due.limit(limit)).all()


def plain_questions(
    session: Session, plan_ids: Sequence[UUID], *, now: datetime
) -> Sequence[DueQuestion]:
    """Give those of these plans that are due and plain to ask."""
    plan = CheckInPlan
    # Not COALESCE: behind a wall of rows PostgreSQL looks nothing up by it.
    asked_id = case((plan.asked_person_id.is_(None), plan.person_id), else_=plan.asked_person_id)
    days = (now.date() - FURTHEST, now.date() + FURTHEST)
    due = (
        select(
            plan.id,
            plan.version,
            plan.town_id,
            plan.next_due_at,
            plan.grace_minutes,
            plan.channel,
            plan.language,
            plan.answer_of,
            type_coerce(Person.called, LargeBinary),
            cast(plan.weekdays, String),
            plan.local_time,
            plan.zone,
            plan.paused_from,
            plan.paused_until,
        )
        .join(Person, Person.id == asked_id)
        .where(
            plan.id.in_(plan_ids),
            plan.next_due_at <= now,
            plan.asked_by == AskedBy.MACHINE,
            surely_agree(plan.person_id, ConsentPurpose.CHECK_INS, until=days[1]),
            surely_reached(asked_id, plan.channel, days=days),
        )
    )
    return [DueQuestion._make(row) for row in session.execute(due)]
