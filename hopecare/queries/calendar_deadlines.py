"""Reads what a member of staff has due, for their private calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, or_, select

from hopecare.domain.calendars import AHEAD, BACK
from hopecare.domain.care_path import REFERRAL, CallTaskStatus, CaseStatus
from hopecare.domain.goals import GoalStatus
from hopecare.queries.applications import UNDECIDED
from hopecare.queries.later_calls import rung_at
from hopecare.queries.visibility import visible
from models import Application, CallTask, Case, CaseGoal, LegalClock, Referral

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Row, Select, SQLColumnExpression
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity

MOST: Final = 300
"""Of each kind of deadline, the soonest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """What is due: with offices, in the cases they steer, and calls that are owed.

    Days of the law, appointments and goals come with the code of their case.
    """

    referrals: Sequence[Referral]
    clocks: Sequence[Row[LegalClock, str]]
    appointments: Sequence[Row[Application, str]]
    goals: Sequence[Row[CaseGoal, str]]
    reviews: Sequence[Case]
    calls: Sequence[CallTask]


def deadlines_of(session: Session, identity: Identity, *, today: date, now: datetime) -> Deadlines:
    """Read what this member of staff has due around today."""
    return Deadlines(
        referrals=session.scalars(_answers(identity, today)).all(),
        clocks=session.execute(_clocks(identity, today)).all(),
        appointments=session.execute(_appointments(identity, today)).all(),
        goals=session.execute(_goals(identity, today)).all(),
        reviews=session.scalars(_reviews(identity, today)).all(),
        calls=session.scalars(_calls(identity, now)).all(),
    )


def _clocks(identity: Identity, today: date) -> Select[LegalClock, str]:
    """They run on after a case is closed: the office still owes its answer."""
    return (
        select(LegalClock, Case.code)
        .join(Case, Case.id == LegalClock.case_id)
        .where(
            _steered_by(identity),
            LegalClock.ended_at.is_(None),
            *_around(LegalClock.due_on, today),
        )
        .order_by(LegalClock.due_on, LegalClock.id)
        .limit(MOST)
    )


def _appointments(identity: Identity, today: date) -> Select[Application, str]:
    return (
        select(Application, Case.code)
        .join(Case, Case.id == Application.case_id)
        .where(
            _steered_by(identity),
            visible("application.read", identity, Application),
            Application.status.in_(UNDECIDED),
            *_around(Application.appointment_on, today),
        )
        .order_by(Application.appointment_on, Application.id)
        .limit(MOST)
    )


def _goals(identity: Identity, today: date) -> Select[CaseGoal, str]:
    return (
        select(CaseGoal, Case.code)
        .join(Case, Case.id == CaseGoal.case_id)
        .where(
            _steered_by(identity),
            Case.status != CaseStatus.CLOSED,
            CaseGoal.status == GoalStatus.OPEN,
            *_around(CaseGoal.target_on, today),
        )
        .order_by(CaseGoal.target_on, CaseGoal.id)
        .limit(MOST)
    )


def _steered_by(identity: Identity) -> ColumnElement[bool]:
    return and_(visible("case.read", identity, Case), Case.owner_id == identity.person_id)


def _answers(identity: Identity, today: date) -> Select[Referral]:
    """Of referrals they made, and of those in cases they steer."""
    me = identity.person_id
    return (
        select(Referral)
        .join(Case, Case.id == Referral.case_id)
        .where(
            visible("referral.read", identity, Referral),
            Referral.status.not_in(REFERRAL.final),
            or_(Referral.made_by_id == me, Case.owner_id == me),
            *_around(Referral.answer_due_on, today),
        )
        .order_by(Referral.answer_due_on, Referral.id)
        .limit(MOST)
    )


def _reviews(identity: Identity, today: date) -> Select[Case]:
    return (
        select(Case)
        .where(
            _steered_by(identity),
            Case.status != CaseStatus.CLOSED,
            *_around(Case.review_on, today),
        )
        .order_by(Case.review_on, Case.id)
        .limit(MOST)
    )


def _calls(identity: Identity, now: datetime) -> Select[CallTask]:
    """Theirs, and nobody's."""
    rings = rung_at(now)
    return (
        select(CallTask)
        .where(
            visible("call_task.read", identity, CallTask),
            CallTask.status == CallTaskStatus.OPEN,
            or_(CallTask.owner_id == identity.person_id, CallTask.owner_id.is_(None)),
            rings <= now + AHEAD,
        )
        .order_by(rings, CallTask.id)
        .limit(MOST)
    )


def _around(column: SQLColumnExpression[Any], today: date) -> tuple[ColumnElement[bool], ...]:
    """What is long overdue stands on the desk; a calendar tells of the last weeks and the next."""
    return (column >= today - BACK - timedelta(days=60), column <= today + AHEAD)
