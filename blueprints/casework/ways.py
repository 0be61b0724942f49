"""Where a kept answer leads today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.branching import CRISIS_COUNTS_FOR, Branch, way_on
from hopecare.domain.rules_day import still_open
from hopecare.extensions import desk
from hopecare.queries.assessments import answer_of, was_asked_since
from hopecare.reading.country_packs import find_country_pack
from hopecare.web.language import current_reader
from hopecare.web.town import current_town

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from hopecare.domain.branching import Way
    from hopecare.domain.eligibility.assessment import Assessment as Answer
    from models import Assessment


def way_of(session: Session, assessment: Assessment) -> Way:
    """Say where a kept answer leads; a crisis counts while a person found it not long ago."""
    answer, since = answer_today(assessment), desk().clock() - CRISIS_COUNTS_FOR
    way = way_on(answer)
    if way.branch is not Branch.CRISIS or was_asked_since(session, assessment, since):
        return way
    return way_on(answer, crisis_counts=False)


def answer_today(assessment: Assessment) -> Answer:
    """Give a kept answer without what may not be applied for any more."""
    pack, answer = find_country_pack(current_town().country), answer_of(assessment)
    return answer if pack is None else still_open(answer, pack, current_reader().today)
