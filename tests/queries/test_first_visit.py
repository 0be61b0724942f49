"""Checks and absences of a helper are held to the day on which their help would begin."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import true

from hopecare.domain.matching.constraints import Rule
from hopecare.domain.needs import NeedRhythm
from hopecare.queries.batch_facts import open_needs
from hopecare.queries.candidates import candidates_for
from hopecare.queries.volunteers import profile_of
from hopecare.services.answer_offer import OfferResult, answer_offer
from tests.factories.askings import an_asking, offers_of
from tests.factories.cases import BY, a_need
from tests.factories.offers import YES, an_offer
from tests.factories.towns import NOW, TODAY, a_town
from tests.factories.volunteers import neighbours

TUESDAY = TODAY + timedelta(days=1)
EVERY_TUESDAY: Any = {"rhythm": NeedRhythm.WEEKLY, "weekdays": ("tue",), "check_level": 2}


@pytest.fixture
def session(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        yield session


def test_a_check_that_ends_before_the_first_visit_of_every_week_is_too_short(session):
    [helper] = neighbours(session, 1, check_level=2)
    need = a_need(session, **EVERY_TUESDAY)
    before = an_offer(session, need, helper)
    profile_of(session, helper.id).check_expires_on = TODAY
    session.flush()

    lookup = candidates_for(session, need, now=NOW)
    assert (lookup.candidates, lookup.excluded_by[Rule.CHECK_EXPIRED]) == ((), 1)
    assert (
        answer_offer(session, offer_id=before.id, answer=YES, by=BY, now=NOW).result
        is OfferResult.OVER
    )
    another = a_need(session, **EVERY_TUESDAY)
    an_asking(session, another)
    assert not list(offers_of(session, another))
    found = open_needs(session, town_id=need.town_id, now=NOW, only=true()).needs
    assert {each.facts.on for each in found} == {TUESDAY}


def test_one_that_ends_with_it_is_enough_to_begin(session):
    [helper] = neighbours(session, 1, check_level=2)
    profile_of(session, helper.id).check_expires_on = TUESDAY
    need = a_need(session, **EVERY_TUESDAY)
    an_asking(session, need)
    assert [each.helper_id for each in offers_of(session, need)] == [helper.id]


def test_whoever_is_back_by_then_may_be_asked(session):
    [helper] = neighbours(session, 1, check_level=2)
    profile_of(session, helper.id).away_until = TUESDAY
    session.flush()
    [found] = candidates_for(session, a_need(session, **EVERY_TUESDAY), now=NOW).candidates
    assert found.helper_id == helper.id
