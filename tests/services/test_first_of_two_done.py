"""Two went, and one of them says first that it is done: nobody is lacking for the other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, true

from hopecare.domain.care_path import NeedStatus
from hopecare.domain.offers import VisitResult
from hopecare.queries.batch_needs import open_need_rows
from hopecare.queries.needs import taken_places
from hopecare.services.answer_offer import OfferResult, answer_offer
from hopecare.services.finish_task import finish_task
from hopecare.services.hand_back_task import hand_back_task
from hopecare.services.log_visit import VisitMade, log_visit
from hopecare.services.owe_passed import owe_passed
from models import Task
from tests.factories.cases import BY, a_need
from tests.factories.offers import YES, a_task, an_offer
from tests.factories.towns import NOW, TODAY
from tests.factories.volunteers import neighbours
from tests.factories.weekly import a_weekly_need

pytestmark = pytest.mark.both_databases

LATER = NOW + timedelta(hours=3)


@pytest.fixture
def two(session):
    """A need of today that two hold; a third said yes too late."""
    people = neighbours(session, 3)
    need = a_need(session, people_needed=2, until_on=TODAY)
    offers = [an_offer(session, need, each) for each in people]
    answers = [
        answer_offer(session, offer_id=each.id, answer=YES, by=BY, now=NOW) for each in offers
    ]
    assert [each.result for each in answers][2] is OfferResult.LATE
    return need, [each.task for each in answers[:2]], offers[2]


def is_done(session, task):
    made = VisitMade(visited_at=LATER, minutes=30, result=VisitResult.MET)
    log_visit(session, task_id=task.id, made=made, by=BY, now=LATER)
    finish_task(session, task_id=task.id, by=BY, now=LATER)


def test_nobody_is_lacking_and_a_late_yes_stays_late(session, two):
    need, [first, _], late = two
    is_done(session, first)
    assert open_need_rows(session, true(), today=TODAY) == []
    again = answer_offer(session, offer_id=late.id, answer=YES, by=BY, now=LATER)
    assert again.result is OfferResult.LATE
    assert len(session.scalars(select(Task)).all()) == 2
    tomorrow = NOW + timedelta(days=1)
    assert owe_passed(session, need_id=need.id, by=BY, now=tomorrow) is None


def test_once_the_other_is_done_too_the_need_is_met(session, two):
    need, tasks, _ = two
    for task in tasks:
        is_done(session, task)
    assert need.status is NeedStatus.MET


def test_where_the_other_hands_it_back_one_is_lacking(session, two):
    need, [first, second], _ = two
    is_done(session, first)
    hand_back_task(session, task_id=second.id, reason=None, by=BY, now=LATER)
    assert taken_places(session, need.id) == {first.place}
    assert len(open_need_rows(session, true(), today=TODAY)) == 1


def test_of_help_every_week_whoever_ends_leaves_their_place(session):
    task = a_task(session, a_weekly_need(session), neighbours(session, 1)[0])
    finish_task(session, task_id=task.id, by=BY, now=LATER)
    assert taken_places(session, task.need_id) == frozenset()
