"""Assessing a household: consent first, the whole answer kept, nothing of it on the timeline."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.consent import ConsentAct, ConsentPurpose
from hopecare.domain.eligibility.assessment import Verdict
from hopecare.domain.eligibility.evaluation import assess
from hopecare.domain.eligibility.facts import Bounds, Decision
from hopecare.domain.timeline import EntryKind
from hopecare.errors import (
    InvalidInputError,
    NoConsentError,
    NoRulesOnDateError,
    NotFoundError,
    SettingsMissingError,
)
from hopecare.queries.assessments import (
    answer_of,
    assessment_view,
    assessments_of,
    find_changes,
    said_in,
)
from hopecare.reading.country_packs import country_pack
from hopecare.services.record_finding import record_finding
from models import Assessment, TimelineEntry
from tests.factories.assessments import an_assessment, said
from tests.factories.cases import BY
from tests.factories.people import a_consent, a_resident
from tests.factories.towns import NOW, TODAY, a_centre, a_town

LATER = NOW + timedelta(hours=1)


def darae(session, **given):
    a_town(session, **given)
    return a_resident(session, centre=a_centre(session))


def test_a_widow_with_a_small_pension_may_be_missing_three_benefits(database, town_scope):
    with database.writing(town_scope) as session:
        view = assessment_view(session, an_assessment(session, darae(session)).id)
    verdicts = {each.programme: (each.verdict, each.receiving) for each in view.answers}
    assert verdicts == {
        "livelihood": ("eligible", "no"),
        "medical": ("eligible", "no"),
        "housing": ("eligible", "no"),
        "education": ("ineligible", "no"),
        "near_poor": ("unknown", "unknown"),
        "emergency": ("unknown", "unknown"),
        "gyeonggi_emergency": ("unknown", "unknown"),
        "basic_pension": ("eligible", "unknown"),
        "disability_pension": ("ineligible", "unknown"),
        "single_parent": ("ineligible", "unknown"),
        "long_term_care": ("ineligible", "unknown"),
        "energy_voucher": ("eligible", "unknown"),
    }
    assert [each.programme for each in view.gaps] == ["livelihood", "medical", "housing"]


def test_the_whole_trace_is_kept_and_reads_back_as_the_answer_it_was(database, town_scope):
    with database.writing(town_scope) as session:
        made = an_assessment(session, darae(session))
    with database.reading(town_scope) as session:
        kept = session.get(Assessment, made.id)
        answer = answer_of(kept)
    again = assess(country_pack("KR"), said(), on=TODAY)
    assert answer.programmes == again.programmes
    assert answer.figures == again.figures
    assert answer.next_questions == again.next_questions
    income = answer.programme("livelihood").criteria[0]
    assert income.margin is not None
    assert income.margin.lo == 820_556 - 318_000
    assert (kept.pack, kept.pack_version, kept.on_date) == ("kr", "2026.4", TODAY)


def test_the_timeline_learns_that_it_happened_and_nothing_that_was_said(database, town_scope):
    with database.writing(town_scope) as session:
        made = an_assessment(session, darae(session))
        entry = session.scalars(
            select(TimelineEntry).where(TimelineEntry.kind == EntryKind.ASSESSMENT_MADE)
        ).one()
    assert entry.subject_id == made.id
    assert entry.facts == {
        "pack": "kr",
        "pack_version": "2026.4",
        "eligible": 5,
        "unknown": 3,
        "gaps": 3,
    }


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(None, id="never asked"),
        pytest.param(ConsentAct.REFUSED, id="refused"),
        pytest.param(ConsentAct.WITHDRAWN, id="withdrawn since"),
    ],
)
def test_nothing_is_kept_without_consent_to_a_record(database, town_scope, act):
    with database.writing(town_scope) as session:
        a_town(session)
        resident = a_resident(session, centre=a_centre(session), consents=())
        if act is not None:
            a_consent(session, resident, ConsentPurpose.KEEP_RECORD, at=NOW - timedelta(days=2))
            a_consent(session, resident, ConsentPurpose.KEEP_RECORD, act=act)
        with pytest.raises(NoConsentError):
            an_assessment(session, resident)


def test_a_second_assessment_keeps_the_first_and_says_what_changed(database, town_scope):
    with database.writing(town_scope) as session:
        resident = darae(session)
        an_assessment(session, resident)
        an_assessment(session, resident, facts=said(income_benefits=1_100_000), now=LATER)
        newest, oldest = assessments_of(session, resident.id)
        changes = find_changes(session, newest)
        of_the_first = find_changes(session, oldest)
    assert of_the_first is None
    assert changes is not None
    assert [(each.programme, each.verdict_after) for each in changes.answers] == [
        ("livelihood", "ineligible"),
        ("medical", "ineligible"),
    ]
    assert [(each.fact, each.before, each.after) for each in changes.facts] == [
        ("income.benefits", 318_000, 1_100_000)
    ]
    assert not changes.are_by_rules_alone


def test_dont_know_and_less_than_are_answers(database, town_scope):
    facts = said(income_benefits=Bounds(lo=0, hi=400_000), property_savings=None)
    with database.writing(town_scope) as session:
        made = an_assessment(session, darae(session), facts=facts)
    answer = answer_of(made)
    assert answer.programme("livelihood").verdict is Verdict.UNKNOWN
    assert answer.next_questions[0].fact == "property.savings"


def test_what_cannot_be_true_is_named_beside_its_question(database, town_scope):
    facts = said(income_benefits=-5)
    with database.writing(town_scope) as session:
        resident = darae(session)
        with pytest.raises(InvalidInputError) as refused:
            an_assessment(session, resident, facts=facts)
    assert refused.value.fields == {"income.benefits": ["negative"]}


def test_a_day_before_all_rules_is_refused(database, town_scope):
    with database.writing(town_scope) as session:
        resident = darae(session)
        with pytest.raises(NoRulesOnDateError):
            an_assessment(session, resident, on=date(2022, 12, 31))


def test_past_the_end_of_the_rules_the_last_known_are_used_and_kept(database, town_scope):
    later = datetime(2027, 1, 5, 1, 0, tzinfo=UTC)
    with database.writing(town_scope) as session:
        made = an_assessment(session, darae(session), on=later.date(), now=later)
    assert made.on_date == date(2027, 1, 5)
    assert answer_of(made).on == date(2026, 12, 31)
    assert answer_of(made).programme("livelihood").verdict is Verdict.ELIGIBLE


def test_a_country_without_rules_is_refused(database, town_scope):
    with database.writing(town_scope) as session:
        resident = darae(session, country="GB")
        with pytest.raises(SettingsMissingError):
            an_assessment(session, resident)


def test_a_finding_is_recorded_with_its_reason_and_assessed_anew(database, town_scope):
    rich_family = {
        "obligor.exists": True,
        "obligor.excused": False,
        "obligor.size": 2,
        "obligor.income": 14_000_000,
        "obligor.property": 640_000_000,
    }
    facts = replace(said(), values={**said().values, **rich_family})
    refuses = Decision(holds=True, because="열두 해 동안 연락이 없음")
    with database.writing(town_scope) as session:
        resident = darae(session)
        first = an_assessment(session, resident, facts=facts)
        second = record_finding(
            session,
            person_id=resident.id,
            findings={"finding.obligor_refuses": refuses},
            on=TODAY,
            by=BY,
            now=LATER,
        )
    before, after = (answer_of(each) for each in (first, second))
    assert before.programme("livelihood").verdict is Verdict.UNKNOWN
    assert after.programme("livelihood").verdict is Verdict.ELIGIBLE
    assert said_in(second)["decisions"]["finding.obligor_refuses"]["because"] == refuses.because


def test_a_finding_needs_facts_to_stand_on(database, town_scope):
    with database.writing(town_scope) as session:
        resident = darae(session)
        with pytest.raises(NotFoundError):
            record_finding(session, person_id=resident.id, findings={}, on=TODAY, by=BY, now=NOW)
