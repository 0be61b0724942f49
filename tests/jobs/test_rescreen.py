"""Looking again by the day's rules: what turned is kept once, and a person gets it on a list."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from hopecare.domain.assessment_changes import changed_facts
from hopecare.domain.consent import ConsentAct, ConsentPurpose
from hopecare.domain.eligibility.assessment import CriterionStatus, Range, Verdict
from hopecare.domain.resident_sheets import SheetObstacle
from hopecare.domain.runs import RunState
from hopecare.domain.screening import TurnDone, TurnKind, read_turned
from hopecare.jobs.rescreen import BY, rescreen
from hopecare.queries.assessments import (
    BY_RESCREENING,
    answer_of,
    find_latest_assessment,
    find_mark,
    said_in,
)
from hopecare.queries.gaps import find_gap
from hopecare.queries.resident_sheets import sheet_facts
from hopecare.reading.country_packs import country_pack
from hopecare.services.claim_screening import claim_screening
from models import (
    Assessment,
    Centre,
    Message,
    Person,
    ProgrammeAnswer,
    Run,
    ScreeningRound,
    ScreeningTurn,
)
from tests.factories.assessments import an_assessment, said, told_otherwise, works_at
from tests.factories.people import a_consent, a_resident
from tests.factories.towns import NOW, TODAY

pytestmark = pytest.mark.both_databases

DAY = timedelta(days=1)
RICH = said(income_benefits=1_100_000)


def assessed(town, *, count=1, facts=None, **verdicts):
    """So many residents, assessed by an earlier version of the rules."""
    with town.database.writing(town.scope) as session:
        centre = session.scalars(select(Centre)).first()
        people = [a_resident(session, centre=centre, phone="") for _ in range(count)]
        for person in people:
            made = an_assessment(session, person, facts=facts)
            told_otherwise(session, made, **verdicts)
        return people


def turns(town):
    return town.rows(ScreeningTurn)


def test_an_answer_that_turned_is_kept_with_its_reason_and_nobody_is_told(town):
    (person,) = assessed(town, livelihood="ineligible")
    messages = len(town.rows(Message))

    assert [rescreen(town.tools) for _ in range(3)] == [1, 0, 0]
    (turn,) = turns(town)
    before, kept = town.rows(Assessment)
    assert (turn.person_id, turn.programme, turn.turn) == (
        person.id,
        "livelihood",
        TurnKind.NEWLY_MAY,
    )
    assert (turn.verdict_before, turn.verdict_after) == ("ineligible", "eligible")
    assert (turn.before_id, turn.assessment_id) == (before.id, kept.id)
    assert kept.made_by_id is None
    assert kept.pack_version == country_pack("KR").version
    assert answer_of(kept).programme("livelihood").gap
    with town.database.reading(town.scope) as session:
        assert find_mark(session, kept) == BY_RESCREENING
        assert find_mark(session, before) is None
    assert len(town.rows(Message)) == messages


def test_the_run_says_how_far_it_came(town):
    assessed(town, count=3, livelihood="ineligible")
    rescreen(town.tools)
    (run,) = town.rows(Run)
    assert (run.state, run.total, run.done, run.errors) == (RunState.DONE, 3, 3, 0)
    assert run.result == {"turned": 3}


def test_what_did_not_turn_is_not_kept_again(town):
    assessed(town, count=2)
    assert rescreen(town.tools) == 0
    assert len(town.rows(Assessment)) == 2
    assert turns(town) == []


def paid_otherwise(session, assessment, amount):
    """What an answer said it would pay by the rules of then."""
    session.execute(
        update(ProgrammeAnswer)
        .where(
            ProgrammeAnswer.assessment_id == assessment.id,
            ProgrammeAnswer.programme == "livelihood",
        )
        .values(amount=amount)
    )


OLDER = {"lo": 447_444, "hi": 447_444, "unit": "KRW/month", "beside": {}}


@pytest.mark.parametrize("stored", [OLDER, None], ids=["another", "never computed"])
def test_another_amount_of_the_same_verdict_is_kept_and_nobody_has_to_look(town, stored):
    with town.database.writing(town.scope) as session:
        centre = session.scalars(select(Centre)).first()
        person = a_resident(session, centre=centre, phone="")
        made = an_assessment(session, person, on=TODAY - DAY, now=NOW - DAY)
        paid_otherwise(session, made, stored)
    assert [rescreen(town.tools) for _ in range(2)] == [0, 0]
    town.clock.advance(DAY)
    assert rescreen(town.tools) == 0
    before, kept = town.rows(Assessment)
    assert turns(town) == []
    with town.database.reading(town.scope) as session:
        gap = find_gap(session, person.id, "livelihood", TODAY)
        assert find_mark(session, kept) == BY_RESCREENING
    assert gap is not None
    assert gap.amount is not None
    assert gap.assessment_id == kept.id
    assert gap.amount.value == Range(lo=502_556, hi=502_556)
    steps = [(step.since, step.value and step.value.lo) for step in gap.amount.earlier]
    if stored is not None:
        assert (date(2026, 1, 1), 447_444) in steps
    assert gap.since == before.on_date


def test_who_stays_eligible_misses_the_amount_of_the_new_year_in_ledger_and_sheet(town):
    then = date(2025, 11, 24)
    with town.database.writing(town.scope) as session:
        centre = session.scalars(select(Centre)).first()
        long_ago = NOW - (TODAY - then)
        person = a_resident(session, centre=centre, phone="", now=long_ago)
        made = an_assessment(session, person, on=then, now=long_ago)
    amount = answer_of(made).programme("livelihood").amount
    assert amount is not None
    assert amount.value == Range(lo=447_444, hi=447_444)
    assert rescreen(town.tools) == 0
    with town.database.reading(town.scope) as session:
        gap = find_gap(session, person.id, "livelihood", TODAY)
        assert gap is not None
        facts = sheet_facts(session, gap.assessment_id, country_pack("KR"), today=TODAY)
        old = sheet_facts(session, made.id, country_pack("KR"), today=TODAY)
    now = answer_of(facts.assessment).programme("livelihood").amount
    assert gap.amount is not None
    assert now is not None
    assert gap.amount.value == now.value == Range(lo=502_556, hi=502_556)
    assert facts.obstacle is None
    assert (old.obstacle, old.standing_id) == (SheetObstacle.NEWER, gap.assessment_id)
    assert gap.since == then


def test_who_was_asked_about_another_day_is_looked_at_by_what_stands_today(town):
    (person,) = assessed(town, livelihood="ineligible")
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, person.id)
        ahead = an_assessment(session, resident, facts=RICH, on=TODAY + 30 * DAY, now=NOW)
    assert rescreen(town.tools) == 1
    (turn,) = turns(town)
    assert turn.before_id != ahead.id


def works_at_64(session, born_on):
    centre = session.scalars(select(Centre)).first()
    person = a_resident(session, centre=centre, phone="", birth_on=born_on)
    an_assessment(session, person, facts=works_at(64))


def test_a_birthday_turns_an_answer_on_its_day_and_names_the_criterion(town):
    with town.database.writing(town.scope) as session:
        works_at_64(session, date(1961, 11, 25))
    found = []
    for _ in range(4):
        found.append(rescreen(town.tools))
        town.clock.advance(DAY)
    assert found[:2] == [0, 0]
    assert found[2] >= 1
    assert found[3] == 0
    turn = next(each for each in turns(town) if each.programme == "livelihood")
    assert (turn.turn, turn.on_date) == (TurnKind.NEWLY_MAY, date(2026, 11, 25))
    assert [read_turned(code)[1:] for code in turn.criteria] == [
        (CriterionStatus.NOT_MET, CriterionStatus.MET)
    ]
    before, kept = town.rows(Assessment)
    assert [each.after for each in changed_facts(said_in(before), said_in(kept))] == [65]


def test_a_household_that_cannot_be_read_does_not_stop_the_others(town):
    broken, *_ = assessed(town, count=3, livelihood="ineligible")
    with town.database.writing(town.scope) as session:
        row = session.scalars(select(Assessment).where(Assessment.person_id == broken.id)).one()
        row.facts = {"facts": {"no.such.fact": 1}}
    assert rescreen(town.tools) == 2
    (run,) = town.rows(Run)
    assert (run.state, run.done, run.errors) == (RunState.DONE, 3, 1)
    assert broken.id not in {each.person_id for each in turns(town)}


def test_a_trace_that_cannot_be_read_back_leaves_nothing_half_done(town):
    broken, *_ = assessed(town, count=3, livelihood="ineligible")
    with town.database.writing(town.scope) as session:
        row = session.scalars(select(Assessment).where(Assessment.person_id == broken.id)).one()
        row.trace = {"of": "another time"}
    assert rescreen(town.tools) == 2
    (run,) = town.rows(Run)
    assert run.errors == 1
    kept = [each for each in town.rows(Assessment) if each.person_id == broken.id]
    assert len(kept) == 1


@pytest.mark.parametrize("act", [ConsentAct.WITHDRAWN, ConsentAct.REFUSED])
def test_who_does_not_agree_to_a_record_any_more_is_not_looked_at(town, act):
    (person,) = assessed(town, livelihood="ineligible")
    with town.database.writing(town.scope) as session:
        kept = session.get_one(Person, person.id)
        a_consent(session, kept, ConsentPurpose.KEEP_RECORD, act=act, at=NOW + DAY)
    town.clock.advance(2 * DAY)
    assert rescreen(town.tools) == 0
    assert len(town.rows(Assessment)) == 1


def test_who_has_died_is_not_looked_at(town):
    (person,) = assessed(town, livelihood="ineligible")
    with town.database.writing(town.scope) as session:
        session.get_one(Person, person.id).died_on = TODAY
    assert rescreen(town.tools) == 0


def test_a_killed_worker_is_followed_by_another_once_its_time_is_over(town):
    assessed(town, count=3, livelihood="ineligible")
    with town.database.writing(town.scope) as session:
        pack = country_pack("KR")
        mine = claim_screening(
            session,
            town_id=town.scope.town_id,
            pack=pack,
            on=TODAY,
            by=BY,
            now=town.clock(),
        )
        first = min(session.scalars(select(Assessment.person_id)))
        assert mine is not None
        mine.after_person_id = first
    assert rescreen(town.tools) == 0
    town.clock.advance(timedelta(minutes=3))
    assert rescreen(town.tools) == 2
    assert first not in {each.person_id for each in turns(town)}


def test_two_workers_at_once_do_nothing_twice(town):
    assessed(town, count=30, livelihood="ineligible")
    with ThreadPoolExecutor(2) as workers:
        found = list(workers.map(rescreen, [town.tools] * 2))
    assert sum(found) == 30
    assert len(turns(town)) == 30
    assert len(town.rows(Assessment)) == 60


def test_receiving_and_out_goes_to_a_person_and_cuts_nothing_off(town):
    receiving = {**RICH.receiving, "livelihood": True}
    facts = replace(RICH, receiving=receiving)
    assessed(town, facts=facts, livelihood="eligible")
    assert rescreen(town.tools) == 1
    (turn,) = turns(town)
    assert (turn.turn, turn.receiving) == (TurnKind.NEWLY_OUT, "yes")
    assert answer_of(town.rows(Assessment)[-1]).programme("livelihood").to_a_person


IN_2027 = date(2027, 1, 5)


def test_past_the_end_of_the_rules_a_birthday_turns_an_answer_by_the_last_figures(town):
    with town.database.writing(town.scope) as session:
        works_at_64(session, date(1962, 1, 5))
    town.clock.advance(IN_2027 - DAY - TODAY)
    assert rescreen(town.tools) == 0
    town.clock.advance(DAY)
    assert rescreen(town.tools) >= 1
    kept = town.rows(Assessment)[-1]
    assert (kept.on_date, answer_of(kept).on) == (IN_2027, date(2026, 12, 31))
    assert answer_of(kept).programme("livelihood").verdict is Verdict.ELIGIBLE


def test_the_day_a_new_version_arrives_everybody_is_looked_at_once_more(town):
    """Looked at on this very day by the version before, until its successor comes."""
    (person,) = assessed(town)
    town.clock.advance(IN_2027 - TODAY)
    rescreen(town.tools)
    assert rescreen(town.tools) == 0
    with town.database.writing(town.scope) as session:
        for round_ in session.scalars(select(ScreeningRound)):
            round_.pack_version = "2026.0"
        last = find_latest_assessment(session, person.id)
        assert last is not None
        told_otherwise(session, last, livelihood="ineligible")
    assert rescreen(town.tools) == 1
    (turn,) = turns(town)
    assert (turn.programme, turn.turn) == ("livelihood", TurnKind.NEWLY_MAY)


def test_years_past_the_end_of_the_rules_ask_nobody_anything(town):
    """That the figures are old is not for a household to answer."""
    assessed(town)
    town.clock.advance(date(2030, 1, 2) - TODAY)
    assert rescreen(town.tools) == 0
    assert turns(town) == []


def test_that_days_to_apply_are_over_is_kept_and_asks_nobody_anything(town):
    """What stood open about it is settled by that: nobody is sent there any more."""
    (person,) = assessed(town, energy_voucher="ineligible")
    assert rescreen(town.tools) == 1
    assert [each.turn for each in turns(town)] == [TurnKind.NEWLY_MAY]
    town.clock.advance(date(2027, 1, 1) - TODAY)
    assert rescreen(town.tools) == 0
    (turn,) = turns(town)
    assert (turn.programme, turn.done) == ("energy_voucher", TurnDone.OVERTAKEN)
    with town.database.reading(town.scope) as session:
        last = find_latest_assessment(session, person.id)
        assert last is not None
        judged = {each.programme for each in answer_of(last).programmes}
    assert "livelihood" in judged
    assert "energy_voucher" not in judged


def test_a_newer_answer_overtakes_one_that_nobody_has_looked_at(town):
    (person,) = assessed(town, livelihood="ineligible")
    rescreen(town.tools)
    with town.database.writing(town.scope) as session:
        last = find_latest_assessment(session, person.id)
        assert last is not None
        told_otherwise(session, last, livelihood="unknown")
    town.clock.advance(DAY)
    assert rescreen(town.tools) == 1
    first, second = turns(town)
    assert first.done is TurnDone.OVERTAKEN
    assert first.settled_by_id is None
    assert second.settled_at is None
