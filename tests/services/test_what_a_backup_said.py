"""What a backup said of themself holds whatever they promised: then the others are asked."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import MissedWeekStatus, OfferStatus
from hopecare.queries.askings import find_live_asking
from hopecare.services.finish_task import finish_task
from models import Offer
from tests.factories.caps import asked_before, given, stopped_texts
from tests.factories.cases import BY, a_need
from tests.factories.offers import an_offer
from tests.factories.towns import NOW
from tests.factories.volunteers import neighbours
from tests.factories.weekly import a_backup, a_missed_week, a_weekly_need, a_weekly_task

pytestmark = pytest.mark.both_databases


@pytest.fixture
def helped(session):
    people = neighbours(session, 4)
    task = a_weekly_task(session, people[0])
    a_backup(session, task.need_id, people[1])
    return task, people


def asked(session, need_id):
    return {
        each.helper_id
        for each in session.scalars(
            select(Offer).where(Offer.need_id == need_id, Offer.status == OfferStatus.STANDING)
        )
    }


def test_asked_as_often_as_they_wish_they_are_left_in_peace_and_the_others_asked(session, helped):
    task, people = helped
    asked_before(session, people[1], 30)
    given(session, people[1], askings_a_week=1)
    missed = a_missed_week(session, task)
    others = asked(session, missed.cover_need_id)
    assert others
    assert others <= {each.id for each in people[2:]}
    assert missed.status is MissedWeekStatus.ASKED_OTHERS
    asking = find_live_asking(session, missed.cover_need_id)
    assert asking is not None
    assert asking.skipped["own_limit"] == 1


def test_below_their_own_limit_they_are_asked_oftener_than_the_town_would(session, helped):
    task, people = helped
    asked_before(session, people[1], 5, 30, 60, 90)
    given(session, people[1], askings_a_week=5)
    assert asked(session, a_missed_week(session, task).cover_need_id) == {people[1].id}


@pytest.mark.parametrize(
    "wish",
    [
        {"away_until": date(2026, 11, 25)},
        {"asked_from": time(18), "asked_until": time(20)},
        {"askings_a_week": 1},
    ],
)
@pytest.mark.parametrize("goes_on", [True, False], ids=["a day", "all of it"])
def test_it_holds_too_while_they_are_asked_for_something_else(session, helped, wish, goes_on):
    task, people = helped
    an_offer(session, a_need(session), people[1])
    given(session, people[1], **wish)
    if goes_on:
        need_id = a_missed_week(session, task).cover_need_id
    else:
        need_id = finish_task(session, task_id=task.id, by=BY, now=NOW).need_id
    others = asked(session, need_id)
    assert others
    assert people[1].id not in others


def test_asked_for_another_need_they_are_not_asked_for_all_of_it_too(session, helped):
    task, people = helped
    an_offer(session, a_weekly_need(session), people[1])
    finish_task(session, task_id=task.id, by=BY, now=NOW)
    assert people[1].id not in asked(session, task.need_id)


def test_asked_for_a_day_of_it_they_are_asked_for_all_of_it(session, helped):
    task, people = helped
    missed = a_missed_week(session, task)
    assert asked(session, missed.cover_need_id) == {people[1].id}
    finish_task(session, task_id=task.id, by=BY, now=NOW)
    assert asked(session, task.need_id) == {people[1].id}


def test_whom_no_words_reach_is_not_waited_for(session, helped):
    task, people = helped
    stopped_texts(session, people[1])
    others = asked(session, a_missed_week(session, task).cover_need_id)
    assert others
    assert people[1].id not in others
