"""Calls that are put off, after a try or without one: off the list until then, and never lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import aliased

from hopecare.domain.later_calls import OUTCOMES
from models import Call, CallTask

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, ScalarSelect

# Under a name of its own: a list of calls must not capture it.
_Try = aliased(Call, name="one_try")
TRIED: Final = tuple(OUTCOMES.values())


def is_later(now: datetime) -> ColumnElement[bool]:
    """Make the condition that a call was put off, and its next hour has not come."""
    tried = select(_Try.id).where(
        _Try.call_task_id == CallTask.id, _Try.outcome.in_(TRIED), _Try.at <= now
    )
    return or_(and_(CallTask.due_at > now, tried.exists()), _is_put_off(now))


def rung_at(now: datetime) -> ColumnElement[datetime]:
    """Give when a call is rung: as `next_ring` says it of one."""
    return case((_is_put_off(now), CallTask.put_off_until), else_=CallTask.due_at)


def _is_put_off(now: datetime) -> ColumnElement[bool]:
    """Never unknown where nobody named an hour, so that its opposite holds too."""
    return and_(CallTask.put_off_until.is_not(None), CallTask.put_off_until > now)


def tries_of() -> ScalarSelect[int]:
    """Count, beside each call that is owed, how often it was tried."""
    counted = select(func.count(_Try.id)).where(_Try.call_task_id == CallTask.id)
    return counted.scalar_subquery()
