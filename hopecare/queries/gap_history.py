"""What the missed benefits of an answer would have paid before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.earlier_amounts import earlier_amounts
from hopecare.domain.gap_amounts import read_amount
from hopecare.domain.watches import Said
from hopecare.queries.screening import born_of
from hopecare.queries.standing_answers import speaks_for
from models import Assessment, ProgrammeAnswer

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.eligibility.assessment import Assessment as Answer
    from hopecare.domain.eligibility.facts import HouseholdFacts
    from hopecare.domain.eligibility.pack import Pack
    from hopecare.domain.gap_amounts import GapAmount, Step


def amounts_before(
    session: Session, person_id: UUID, pack: Pack, facts: HouseholdFacts, answer: Answer, on: date
) -> dict[str, list[Step]]:
    """Give the earlier amounts of all that a new answer for a day says is missed."""
    missed = [each.programme for each in answer.programmes if each.gap and each.amount]
    if not missed:
        return {}
    born = born_of(session, [person_id])[person_id]
    said = Said(facts=facts, on=on, born=born)
    return earlier_amounts(pack, said, missed, _standing(session, person_id, on))


def _standing(session: Session, person_id: UUID, on: date) -> dict[str, GapAmount]:
    """Give the amounts of what was missed by the answer that stood on a day until now."""
    rows = session.execute(
        select(ProgrammeAnswer.programme, ProgrammeAnswer.amount, Assessment.on_date)
        .join(Assessment, Assessment.id == ProgrammeAnswer.assessment_id)
        .where(
            ProgrammeAnswer.person_id == person_id,
            ProgrammeAnswer.is_gap,
            ProgrammeAnswer.ended_by_id.is_(None),
            speaks_for(on),
        )
    )
    read = ((programme, read_amount(stored, asked)) for programme, stored, asked in rows)
    return {programme: amount for programme, amount in read if amount is not None}
