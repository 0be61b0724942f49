"""Assessments: Kim Darae's facts, and what may be said otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from hopecare.domain.eligibility.facts import Answer, HouseholdFacts
from hopecare.domain.gaps import GapReason
from hopecare.domain.identity import Identity
from hopecare.queries.gaps import find_gap
from hopecare.services.assess_household import assess_household
from hopecare.services.keep_draft import keep_draft
from hopecare.services.record_gap import GapSaid, record_gap
from hopecare.services.rescreen_household import rescreen_household
from models import (
    Account,
    Assessment,
    AssessmentDraft,
    GapNote,
    Person,
    ProgrammeAnswer,
    ScreeningTurn,
)
from tests.factories.cases import BY
from tests.factories.households import NOTHING, person
from tests.factories.towns import NOW, TODAY

ALONE: Mapping[str, Answer] = person(67)
DARAE: Mapping[str, Answer] = NOTHING | {
    "household.size": 1,
    "income.benefits": 318_000,
    "home.deposit": 45_000_000,
    "property.savings": 3_200_000,
}
NOTHING_RECEIVED = dict.fromkeys(("livelihood", "medical", "housing", "education"), False)


def said(**changed: Answer | None) -> HouseholdFacts:
    """What Kim Darae said, with some of it otherwise (`income_benefits=0`), None for unknown."""
    values = dict(DARAE)
    for name, answer in changed.items():
        key = name.replace("_", ".", 1)
        if answer is None:
            values.pop(key)
        else:
            values[key] = answer
    return HouseholdFacts(values=values, rows={"members": (ALONE,)}, receiving=NOTHING_RECEIVED)


def an_assessment(
    session: Session,
    person: Person,
    *,
    facts: HouseholdFacts | None = None,
    on: date = TODAY,
    now: datetime = NOW,
) -> Assessment:
    """An assessment of a resident, by the real verb."""
    return assess_household(
        session, person_id=person.id, facts=facts or said(), on=on, by=BY, now=now
    )


def told_otherwise(session: Session, assessment: Assessment, **verdicts: str) -> Assessment:
    """An answer as an earlier version of the rules gave it."""
    assessment.pack_version = "2026.0"
    for programme, verdict in verdicts.items():
        session.execute(
            update(ProgrammeAnswer)
            .where(
                ProgrammeAnswer.assessment_id == assessment.id,
                ProgrammeAnswer.programme == programme,
            )
            .values(verdict=verdict, is_gap=False)
        )
    session.flush()
    return assessment


def works_at(age: int) -> HouseholdFacts:
    """Somebody who earns a little too much until the deduction for elders holds, from 65 on."""
    own = {**ALONE, "age": age, "pay": 1_300_000}
    return replace(said(income_benefits=0), rows={"members": (own,)})


def a_turn(session: Session, person: Person, *, now: datetime = NOW) -> ScreeningTurn:
    """An answer that turned: livelihood support, missed by a little, may well be due now."""
    at = now + timedelta(seconds=1)
    before = an_assessment(session, person, facts=said(income_benefits=830_000), now=at)
    (turn,) = rescreen_household(
        session,
        before=(person.id, before.id),
        facts=said(income_benefits=800_000),
        on=TODAY,
        by=BY,
        now=at + timedelta(seconds=1),
    )
    return turn


def a_draft(session: Session, person: Person, account: Account) -> AssessmentDraft:
    """What a worker has begun to ask about a resident, by the real verb."""
    by = Identity(
        account_id=account.id,
        person_id=account.person_id,
        town_id=account.town_id,
        centre_id=None,
        roles=frozenset(),
        language=account.language,
    )
    told = {"values": {"household-size": ["1"]}, "rows": 1, "trail": ["household.size"]}
    return keep_draft(session, person_id=person.id, said=told, version=0, by=by, now=NOW)


def a_gap(session: Session, person: Person, programme: str = "livelihood") -> ProgrammeAnswer:
    """What may be due to somebody by their last answer and is not received."""
    gap = find_gap(session, person.id, programme, TODAY)
    assert gap is not None
    return gap.answer


def a_gap_note(
    session: Session,
    person: Person,
    *,
    programme: str = "livelihood",
    reason: GapReason = GapReason.NEVER_APPLIED,
    since_on: date | None = None,
    over: int | None = None,
    words: str | None = None,
    version: int = 0,
    now: datetime = NOW,
) -> GapNote:
    """Why a benefit is not received, by the real verb."""
    said = GapSaid(programme=programme, reason=reason, since_on=since_on, over=over, words=words)
    return record_gap(session, person_id=person.id, said=said, version=version, by=BY, now=now)
