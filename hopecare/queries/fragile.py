"""Whom to ring first when there is one telephone: who asked, who is in a crisis, who is oldest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import case, func, or_, select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CaseStatus
from hopecare.domain.people import AgeBand
from hopecare.domain.urgency import Urgency
from models import CallTask, Case, Crisis, Person

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

_WHOM: Final = func.coalesce(CallTask.about_person_id, CallTask.person_id)


def is_in_crisis(person_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether an open case of this person is a crisis, or a crisis of theirs has no all-clear."""
    is_urgent = (
        select(Case.id)
        .where(
            Case.resident_id == person_id,
            Case.status != CaseStatus.CLOSED,
            Case.urgency == Urgency.CRISIS,
        )
        .correlate_except(Case)
        .exists()
    )
    goes_on = (
        select(Crisis.id)
        .where(Crisis.person_id == person_id, Crisis.ended_at.is_(None))
        .correlate_except(Crisis)
        .exists()
    )
    return or_(is_urgent, goes_on)


FRAGILE_FIRST: Final = case(
    (CallTask.kind.in_((CallTaskKind.EMERGENCY, CallTaskKind.HELP_ASKED)), 0),
    (is_in_crisis(_WHOM), 1),
    (CallTask.kind == CallTaskKind.NOT_ASKED, 2),
    (Person.age_band == AgeBand.OLDEST, 3),
    (Person.age_band == AgeBand.OLDER, 4),
    else_=5,
)
"""Joins the person who is rung: a call that nobody could ask for by machine goes before age."""
OLDEST_FIRST: Final = case(
    (Person.age_band == AgeBand.OLDEST, 0), (Person.age_band == AgeBand.OLDER, 1), else_=2
)
"""Among calls that are owed for the same cause."""
