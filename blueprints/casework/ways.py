"""Where a kept answer leads today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.branching import CRISIS_COUNTS_FOR, Branch, way_on
from hopecare.extensions import desk
from hopecare.queries.assessments import answer_of, was_asked_since

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from hopecare.domain.branching import Way
    from models import Assessment


def way_of(session: Session, assessment: Assessment) -> Way:
    """Say where a kept answer leads; a crisis counts while a person found it not long ago."""
    way, since = way_on(answer_of(assessment)), desk().clock() - CRISIS_COUNTS_FOR
    if way.branch is not Branch.CRISIS or was_asked_since(session, assessment, since):
        return way
    return way_on(answer_of(assessment), crisis_counts=False)
