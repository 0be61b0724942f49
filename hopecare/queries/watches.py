"""What to watch of somebody's last answer: read with who lives there, worked out on the spot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.eligibility.storing import facts_from_json
from hopecare.domain.watches import Said, watches_of
from hopecare.errors import InvalidInputError
from hopecare.queries.assessments import answer_of, said_in
from hopecare.queries.screening import born_of

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from hopecare.domain.eligibility.pack import Pack
    from hopecare.domain.watches import Watch
    from models import Assessment


def watches_in(
    session: Session, assessment: Assessment, pack: Pack, *, today: date
) -> tuple[Watch, ...]:
    """Work out what changes this answer; nothing where the questions are other ones by now."""
    born = born_of(session, [assessment.person_id])[assessment.person_id]
    try:
        facts = facts_from_json(pack, said_in(assessment))
    except InvalidInputError:
        return ()
    said = Said(facts=facts, on=assessment.on_date, born=born)
    near = {each.programme for each in answer_of(assessment).programmes if each.near_miss}
    return watches_of(pack, said, near=near, today=max(today, assessment.on_date))
