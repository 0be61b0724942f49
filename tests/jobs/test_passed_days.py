"""The worker ends an asking with the day of its need, and owes one call for whoever got nobody."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import OfferStatus
from hopecare.jobs.ask_in_waves import ask_in_waves
from hopecare.jobs.follow_passed_needs import follow_passed_needs
from hopecare.jobs.lapse_offers import lapse_offers
from models import CallTask, Need, Offer
from tests.factories.askings import an_asking
from tests.factories.cases import a_need
from tests.factories.offers import a_task
from tests.factories.people import a_contact_point
from tests.factories.towns import TODAY
from tests.factories.volunteers import neighbours

DAY = timedelta(days=1)
TOMORROW = TODAY + DAY
MIDNIGHT_AFTER_TOMORROW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
EVENING_BEFORE_TOMORROW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_the_job_ends_it_with_the_day_and_one_call_is_owed(town):
    with town.database.writing(town.scope) as session:
        for each in neighbours(session, 12):
            a_contact_point(session, each)
        need_id = an_asking(
            session, a_need(session, from_on=TOMORROW, until_on=TOMORROW), now=town.clock()
        ).need_id
    town.clock.advance(EVENING_BEFORE_TOMORROW - town.clock() + timedelta(minutes=1))
    ask_in_waves(town.tools)
    assert len([each for each in town.rows(CallTask) if each.kind is CallTaskKind.UNFILLED]) == 1
    town.clock.advance(MIDNIGHT_AFTER_TOMORROW - town.clock())
    for job in (ask_in_waves, lapse_offers, ask_in_waves, follow_passed_needs):
        job(town.tools)
    town.clock.advance(DAY)
    for job in (ask_in_waves, follow_passed_needs):
        job(town.tools)
    offers = [each for each in town.rows(Offer) if each.need_id == need_id]
    assert {each.status for each in offers}.isdisjoint({OfferStatus.STANDING})
    assert max(each.made_at for each in offers) < MIDNIGHT_AFTER_TOMORROW
    assert len([each for each in town.rows(CallTask) if each.kind is CallTaskKind.UNFILLED]) == 1


def test_a_need_whose_day_passes_unasked_owes_one_call(town):
    with town.database.writing(town.scope) as session:
        a_need(session, from_on=TOMORROW, until_on=TOMORROW)
        a_need(session, from_on=TODAY)
        a_need(session, from_on=TOMORROW + 30 * DAY)
    follow_passed_needs(town.tools)
    assert not town.rows(CallTask)
    town.clock.advance(MIDNIGHT_AFTER_TOMORROW - town.clock())
    follow_passed_needs(town.tools)
    follow_passed_needs(town.tools)
    assert [each.kind for each in town.rows(CallTask)] == [CallTaskKind.UNFILLED]


@pytest.mark.parametrize("at_once", [1, 2, 3])
def test_in_one_run_everybody_is_reached_however_many_stay(town, at_once):
    with town.database.writing(town.scope) as session:
        needs = {a_need(session, from_on=TOMORROW, until_on=TOMORROW).id for _ in range(3)}
        cases = set(session.scalars(select(Need.case_id).where(Need.id.in_(needs))))
    town.clock.advance(MIDNIGHT_AFTER_TOMORROW - town.clock())
    assert follow_passed_needs(town.tools, at_once=at_once) == 3
    assert {each.case_id for each in town.rows(CallTask)} == cases
    assert follow_passed_needs(town.tools, at_once=at_once) == 3, "they stay, and are owed once"
    assert len(town.rows(CallTask)) == len(cases)


def test_whoever_has_one_of_two_when_the_hour_comes_is_rung_too(town):
    with town.database.writing(town.scope) as session:
        [helper] = neighbours(session, 1)
        need = a_need(session, from_on=TOMORROW, starts_at=time(14), people_needed=2)
        a_task(session, need, helper)
        full = a_need(session, from_on=TOMORROW, starts_at=time(10))
        a_task(session, full, helper)
        case_id = need.case_id
    town.clock.advance(datetime(2026, 11, 24, 5, 0, tzinfo=UTC) - town.clock())
    for _ in range(2):
        follow_passed_needs(town.tools)
    owed = [each for each in town.rows(CallTask) if each.kind is CallTaskKind.UNFILLED]
    assert [each.case_id for each in owed] == [case_id]
