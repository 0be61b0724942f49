"""Keep the answer of a new day where it is another one, and put what turned on a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.assessment_changes import changed_answers
from hopecare.domain.rules_day import closed_on
from hopecare.domain.screening import TurnDone, turn_of, turned_criteria
from hopecare.queries.assessments import (
    BY_RESCREENING,
    answer_of,
    assessment_view,
)
from hopecare.queries.screening import open_turns_of
from hopecare.queries.standing_answers import find_standing
from hopecare.queries.town_days import town_by_id
from hopecare.reading.country_packs import country_pack
from hopecare.services.assess_household import assess_household
from models import ScreeningTurn

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.assessment_changes import AnswerChange
    from hopecare.domain.eligibility.facts import HouseholdFacts
    from hopecare.domain.identity import Actor
    from hopecare.domain.screening import TurnKind
    from models import Assessment


def rescreen_household(
    session: Session,
    *,
    before: tuple[UUID, UUID],
    facts: HouseholdFacts,
    on: date,
    by: Actor,
    now: datetime,
) -> list[ScreeningTurn]:
    """Assess anew by the day's rules; `before` is the person and the assessment it comes from.

    Where only an amount is another one, or days to apply are over, the answer is kept and there is
    nothing to look at.
    Nothing happens where somebody has assessed them in between. Nobody is told and nothing is
    cut off: a person looks at each row. No timeline entry besides that of the assessment.
    """
    person_id, before_id = before
    last = find_standing(session, person_id, on)
    if last is None or last.id != before_id:
        return []
    kept = assess_household(
        session, person_id=person_id, facts=facts, on=on, by=by, now=now, computed=BY_RESCREENING
    )
    changes = _changes(session, last, kept)
    _overtake(session, person_id, {each.programme for each in changes}, now=now)
    closed = closed_on(country_pack(town_by_id(session, kept.town_id).country), on)
    turns = [
        _turn(last, kept, change, kind, now=now)
        for change in changes
        if (kind := turn_of(change)) is not None and change.programme not in closed
    ]
    session.add_all(turns)
    session.flush()
    return turns


def _changes(session: Session, before: Assessment, kept: Assessment) -> list[AnswerChange]:
    old, new = (assessment_view(session, each.id).standings for each in (before, kept))
    return [each for each in changed_answers(old, new) if each.is_verdict]


def _turn(
    before: Assessment, kept: Assessment, change: AnswerChange, kind: TurnKind, *, now: datetime
) -> ScreeningTurn:
    return ScreeningTurn(
        town_id=kept.town_id,
        person_id=kept.person_id,
        assessment_id=kept.id,
        before_id=before.id,
        programme=change.programme,
        turn=kind,
        verdict_before=change.verdict_before,
        verdict_after=change.verdict_after,
        receiving=change.receiving_after or change.receiving_before or "unknown",
        criteria=_criteria(before, kept, change.programme),
        on_date=kept.on_date,
        found_at=now,
    )


def _criteria(before: Assessment, kept: Assessment, programme: str) -> list[str]:
    old, new = (
        next((each for each in answer_of(one).programmes if each.programme == programme), None)
        for one in (before, kept)
    )
    return turned_criteria(old, new)


def _overtake(session: Session, person_id: UUID, programmes: set[str], *, now: datetime) -> None:
    """Close what stood open about the same programmes: the newer row says how it stands."""
    for older in open_turns_of(session, person_id):
        if older.programme in programmes:
            older.settled_at, older.done = now, TurnDone.OVERTAKEN
    session.flush()
