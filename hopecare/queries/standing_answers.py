"""Which of a person's assessments says how they stand on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, select, tuple_
from sqlalchemy.orm import aliased

from models import Assessment

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session


def speaks_for(day: date) -> ColumnElement[bool]:
    """Make the condition that an assessment says how its person stands on this day.

    One for a later day waits for its day, and one for an earlier day says nothing of what was found
    out since: that is the last by `order_of`.
    """
    later = aliased(Assessment)
    is_overtaken = (
        select(later.id)
        .where(later.person_id == Assessment.person_id, later.on_date <= day)
        .where(comes_after(later, Assessment))
        .exists()
    )
    return and_(Assessment.on_date <= day, ~is_overtaken)


def comes_after(one: Any, other: Any) -> ColumnElement[bool]:  # noqa: ANN401  the table or an alias
    """Make the condition that one assessment has the word before another."""
    return tuple_(*order_of(one)) > tuple_(*order_of(other))


def order_of(assessment: Any) -> tuple[Any, ...]:  # noqa: ANN401  the table or an alias
    """Give what assessments are ordered by, the one that has the word last.

    What was found out counts from the day it was asked, or from the day it is about where that is
    earlier; then the later day, then what was asked last. The day it was asked is a day of the
    database, UTC as a rule: it may lie one beside the town's own, which can only matter where an
    answer for a day to come was asked within a day of another one.
    """
    asked = func.date(assessment.made_at)
    known = case((assessment.on_date <= asked, assessment.on_date), else_=asked)
    return known, assessment.on_date, assessment.made_at, assessment.id


def find_standing(session: Session, person_id: UUID, day: date) -> Assessment | None:
    """Find the assessment that says how a person stands on a day."""
    return session.scalars(
        select(Assessment).where(Assessment.person_id == person_id, speaks_for(day))
    ).first()
