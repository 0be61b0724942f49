"""Which answer says how somebody stands today, and the amount that is left on the table by it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from hopecare.domain.eligibility.assessment import Range
from hopecare.domain.gap_amounts import Left
from hopecare.queries.gaps import ledger_of
from models import ProgrammeAnswer
from tests.factories.assessments import a_gap_note, an_assessment, said
from tests.factories.people import a_resident
from tests.factories.towns import NOW, TODAY, a_centre
from tests.services.gaps import HOUR, OVER, gap_of


@pytest.mark.parametrize("days", [-300, -1])
def test_how_it_was_before_says_nothing_of_today(session, darae, days):
    day = TODAY + timedelta(days=days)
    an_assessment(session, darae, facts=OVER, on=day, now=NOW + HOUR)
    assert gap_of(session, darae).on_date == TODAY


def test_an_answer_for_a_day_to_come_counts_from_that_day(session, darae):
    an_assessment(session, darae, facts=OVER, on=TODAY + timedelta(days=1), now=NOW + HOUR)
    assert gap_of(session, darae) is not None
    assert gap_of(session, darae, today=TODAY + timedelta(days=1)) is None


def test_what_was_found_out_since_overtakes_an_answer_that_looked_ahead(session, darae):
    ahead = TODAY + timedelta(days=10)
    an_assessment(session, darae, facts=OVER, on=ahead, now=NOW + HOUR)
    asked = TODAY + timedelta(days=5)
    an_assessment(session, darae, on=asked, now=NOW + timedelta(days=5))
    assert gap_of(session, darae, today=ahead).on_date == asked


def test_who_was_only_asked_about_another_day_stands_nowhere_before_it(session):
    person = a_resident(session, centre=a_centre(session), phone="")
    an_assessment(session, person, on=TODAY + timedelta(days=10))
    assert ledger_of(session, person.id, TODAY) == []
    assert ledger_of(session, person.id, TODAY + timedelta(days=10)) != []


def test_another_amount_counts_from_the_day_it_was_found_out(session, darae):
    then = TODAY + timedelta(days=20)
    poorer = said(income_benefits=218_000)
    an_assessment(session, darae, facts=poorer, on=then, now=NOW + timedelta(days=20))
    assert gap_of(session, darae).amount.value.lo == 502_556
    gap = gap_of(session, darae, today=then)
    assert gap.amount.value.lo == 602_556
    # The first month begins on 23 November, the second ten days after the new answer.
    assert gap.left(date(2027, 1, 26)) == Left(value=Range(lo=1_105_112, hi=1_105_112))


def test_months_of_an_earlier_year_count_by_its_rules(session, darae):
    a_gap_note(session, darae, since_on=date(2025, 11, 20))
    summed = 2 * 447_444 + 10 * 502_556
    assert gap_of(session, darae).left(TODAY) == Left(value=Range(lo=summed, hi=summed))


def test_an_amount_that_was_never_computed_is_told_from_one_that_is_not_in_the_rules(
    session, darae
):
    session.execute(update(ProgrammeAnswer).values(amount=None))
    session.expire_all()
    gaps = {each.answer.programme: each for each in ledger_of(session, darae.id, TODAY)}
    assert {each.is_computed for each in gaps.values()} == {False}
    an_assessment(session, darae, now=NOW + HOUR)
    gaps = {each.answer.programme: each for each in ledger_of(session, darae.id, TODAY)}
    assert {each.is_computed for each in gaps.values()} == {True}
    assert gaps["medical"].amount is None
