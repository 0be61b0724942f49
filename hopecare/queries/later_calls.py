"""Calls that were tried and are tried again later: off the list until then, and never lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, func, select
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
    """Make the condition that a call was tried, and its next hour has not come."""
    tried = select(_Try.id).where(
        _Try.call_task_id == CallTask.id, _Try.outcome.in_(TRIED), _Try.at <= now
    )
    return and_(CallTask.due_at > now, tried.exists())


def tries_of() -> ScalarSelect[int]:
    """Count, beside each call that is owed, how often it was tried."""
    counted = select(func.count(_Try.id)).where(_Try.call_task_id == CallTask.id)
    return counted.scalar_subquery()
