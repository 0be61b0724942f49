"""Finds what somebody wrote a moment ago: going back in a browser sends the same words again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from models import Call, Visit

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

REPEATED_WITHIN: Final = timedelta(minutes=10)


def same_visit(session: Session, visit: Visit) -> Visit | None:
    """Find the visit that was just written with the same content; "just now" moves with the hour.

    What has words is enciphered, so the words are compared here.
    """
    written = session.scalars(
        select(Visit)
        .where(
            Visit.task_id == visit.task_id,
            Visit.helper_id == visit.helper_id,
            Visit.minutes == visit.minutes,
            Visit.result == visit.result,
            Visit.logged_at >= visit.logged_at - REPEATED_WITHIN,
        )
        .order_by(Visit.logged_at, Visit.id)
    )
    return next((each for each in written if _is_same(each, visit)), None)


def _is_same(one: Visit, other: Visit) -> bool:
    is_then = one.visited_at == other.visited_at
    is_as_long_ago = one.logged_at - one.visited_at == other.logged_at - other.visited_at
    return one.words == other.words and (is_then or is_as_long_ago)


def same_call(session: Session, call: Call) -> Call | None:
    """Find the call that the same person has just written with the same content."""
    written = session.scalars(
        select(Call)
        .where(
            Call.by_id == call.by_id,
            Call.direction == call.direction,
            Call.outcome == call.outcome,
            Call.person_id == call.person_id,
            Call.report_id == call.report_id,
            Call.call_task_id == call.call_task_id,
            Call.number_index == call.number_index,
            Call.at >= call.at - REPEATED_WITHIN,
        )
        .order_by(Call.at, Call.id)
    )
    return next((each for each in written if each.words == call.words), None)
