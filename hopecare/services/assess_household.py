"""Assess a household by the rules of its country; keep the facts, the trace and the answers."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.eligibility.assessment import Receipt, Verdict
from hopecare.domain.eligibility.evaluation import assess
from hopecare.domain.eligibility.storing import facts_to_json
from hopecare.domain.gap_amounts import stored_amount
from hopecare.domain.rules_day import day_of_rules
from hopecare.domain.timeline import EntryKind
from hopecare.queries.gap_history import amounts_before
from hopecare.queries.households import find_membership
from hopecare.queries.residents import person_by_id
from hopecare.queries.standing_answers import find_standing
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.reading.country_packs import country_pack
from hopecare.services.end_gap_notes import end_gap_notes
from hopecare.services.end_household_gaps import end_household_gaps
from hopecare.services.keep_gaps_ended import keep_gaps_ended
from hopecare.services.note_timeline import note_timeline
from hopecare.services.refuse_without_consent import refuse_without_consent
from models import Assessment, ProgrammeAnswer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.eligibility.assessment import Assessment as Answer
    from hopecare.domain.eligibility.assessment import ProgrammeResult
    from hopecare.domain.eligibility.facts import HouseholdFacts
    from hopecare.domain.gap_amounts import Step
    from hopecare.domain.identity import Actor
    from models import Person

RECEIVING: Final[Mapping[Receipt, str]] = MappingProxyType(
    {Receipt.RECEIVING: "yes", Receipt.NOT_RECEIVING: "no", Receipt.UNKNOWN: "unknown"}
)


def assess_household(  # noqa: PLR0913  whose, what was said, by which day's rules, on what ground
    session: Session,
    *,
    person_id: UUID,
    facts: HouseholdFacts,
    on: date,
    by: Actor,
    now: datetime,
    computed: str | None = None,
) -> Assessment:
    """Keep a new assessment beside the earlier ones; refused without consent to keep a record.

    It is made by the rules of the day `on`, or the last known before it; its trace says by which.

    Only an answer for today ends what was written about a gap: one for another day says nothing
    of how it stands now. What somebody said is received ends it for the whole household.
    With `computed`, nobody was asked: the timeline says by which mark. What others said stays so.
    """
    person = person_by_id(session, person_id)
    refuse_without_consent(
        session, person_id=person_id, purpose=ConsentPurpose.KEEP_RECORD, now=now
    )
    pack = country_pack(town_by_id(session, person.town_id).country)
    answer = assess(pack, facts, on=day_of_rules(pack, on), about=on)
    before = amounts_before(session, person_id, pack, facts, answer, on)
    stood = find_standing(session, person_id, on) if computed else None
    assessment = _kept(session, person, answer, facts, on=on, by=by, now=now)
    session.add(assessment)
    session.flush()
    answers = _programme_answers(assessment, answer, before)
    keep_gaps_ended(session, stood, answers)
    session.add_all(answers)
    if on == local_day(session, person.town_id, now):
        end_gap_notes(session, person_id, answers, now=now)
        if computed is None:
            end_household_gaps(session, assessment, answers, now=now)
    ground = {computed: 1} if computed else {}
    _note(session, assessment, answer, ground, by=by, now=now)
    session.flush()
    return assessment


def _kept(  # noqa: PLR0913  one row: whose, what was said and answered, of which day, by whom
    session: Session,
    person: Person,
    answer: Answer,
    facts: HouseholdFacts,
    *,
    on: date,
    by: Actor,
    now: datetime,
) -> Assessment:
    home = find_membership(session, person.id)
    return Assessment(
        town_id=person.town_id,
        person_id=person.id,
        made_by_id=by.person_id,
        made_at=now,
        on_date=on,
        pack=answer.pack,
        pack_version=answer.version,
        facts=facts_to_json(facts),
        trace=answer.trace(),
        household_id=home.household_id if home else None,
    )


def _programme_answers(
    assessment: Assessment, answer: Answer, before: Mapping[str, Sequence[Step]]
) -> list[ProgrammeAnswer]:
    return [
        _programme_answer(assessment, item, before.get(item.programme, ()))
        for item in answer.programmes
    ]


def _programme_answer(
    assessment: Assessment, result: ProgrammeResult, before: Sequence[Step]
) -> ProgrammeAnswer:
    return ProgrammeAnswer(
        town_id=assessment.town_id,
        assessment_id=assessment.id,
        person_id=assessment.person_id,
        programme=result.programme,
        verdict=result.verdict.value,
        receiving=RECEIVING[result.receipt],
        is_gap=result.gap,
        amount=stored_amount(result, assessment.on_date, before),
    )


def _note(
    session: Session,
    assessment: Assessment,
    answer: Answer,
    ground: Mapping[str, int],
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Tell the timeline how many may be due and how many stay open: numbers, no facts."""
    verdicts = [item.verdict for item in answer.programmes]
    note_timeline(
        session,
        town_id=assessment.town_id,
        kind=EntryKind.ASSESSMENT_MADE,
        at=now,
        by=by,
        person_id=assessment.person_id,
        subject_id=assessment.id,
        facts={
            "pack": answer.pack,
            "pack_version": answer.version,
            "eligible": verdicts.count(Verdict.ELIGIBLE),
            "unknown": verdicts.count(Verdict.UNKNOWN),
            "gaps": sum(item.gap for item in answer.programmes),
            **ground,
        },
    )
