"""On a day that a helper misses they may go somewhere else; on every other day they still clash."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import MissedWeekStatus
from hopecare.errors import ElsewhereThenError
from hopecare.queries.batch_facts import open_needs
from hopecare.queries.clashes import clashing_of, find_clash
from hopecare.services.answer_offer import OfferResult, answer_offer
from hopecare.services.hand_back_task import hand_back_task
from hopecare.services.take_back_week import take_back_week
from models import Need, Offer
from tests.factories.cases import BY, a_need
from tests.factories.offers import YES, a_task, an_offer
from tests.factories.towns import NOW
from tests.factories.volunteers import neighbours
from tests.factories.weekly import DAY, a_missed_week, a_weekly_need
from tests.plugins.pages import count_queries

pytestmark = pytest.mark.both_databases

NEXT = DAY + timedelta(days=7)


@pytest.fixture
def held(session):
    """Every Tuesday and Friday at two, but not on this Friday."""
    people = neighbours(session, 3)
    need = a_weekly_need(session)
    need.starts_at, need.minutes = time(14), 60
    session.flush()
    task = a_task(session, need, people[0])
    return task, people


def elsewhere(session, on: date, **wished):
    return a_need(session, from_on=on, until_on=on, starts_at=time(14, 30), minutes=60, **wished)


def says_yes(session, need_id, helper):
    """They are asked for it, if they were not, and take it."""
    asked = select(Offer).where(Offer.need_id == need_id, Offer.helper_id == helper.id)
    offer = session.scalars(asked).one_or_none()
    offer = offer or an_offer(session, session.get_one(Need, need_id), helper)
    assert answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=NOW).task


def proposable(session, need, helper):
    found = open_needs(session, town_id=need.town_id, now=NOW, only=Need.id == need.id)
    return helper.id not in found.needs[0].facts.clashing_ids


@pytest.mark.parametrize(("on", "is_free"), [(DAY, True), (NEXT, False)])
def test_they_may_go_somewhere_else_on_that_day_alone(session, held, on, is_free):
    task, (helper, *_) = held
    a_missed_week(session, task)
    need = elsewhere(session, on)
    assert (clashing_of(session, need, [helper.id], now=NOW) == frozenset()) is is_free
    assert (find_clash(session, need, helper_id=helper.id, now=NOW) is None) is is_free
    assert proposable(session, need, helper) is is_free
    offer = an_offer(session, need, helper)
    answered = answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=NOW)
    assert answered.result is (OfferResult.YOURS if is_free else OfferResult.CLASH)


def test_other_help_of_every_week_still_meets_it_on_the_next_day_they_share(session, held):
    task, (helper, *_) = held
    a_missed_week(session, task)
    need = a_weekly_need(session)
    need.starts_at, need.minutes, need.weekdays = time(14), 60, ["fri"]
    session.flush()
    clash = find_clash(session, need, helper_id=helper.id, now=NOW)
    assert clash is not None
    assert isinstance(clash.at, datetime)
    assert clash.at.date() == NEXT


def test_a_day_left_over_on_which_somebody_else_goes_is_free_for_the_successor(session, held):
    task, (_, taker, successor) = held
    missed = a_missed_week(session, task)
    says_yes(session, missed.cover_need_id, taker)
    hand_back_task(session, task_id=task.id, reason=None, by=BY, now=NOW)
    says_yes(session, task.need_id, successor)
    need = elsewhere(session, DAY)
    assert clashing_of(session, need, [successor.id], now=NOW) == frozenset()


def test_whoever_goes_elsewhere_on_it_does_not_take_the_day_back(session, held):
    task, (helper, *_) = held
    missed = a_missed_week(session, task)
    a_task(session, elsewhere(session, DAY), helper)
    with pytest.raises(ElsewhereThenError):
        take_back_week(session, missed_id=missed.id, by=BY, now=NOW)
    assert missed.status is not MissedWeekStatus.CALLED_OFF


def test_as_many_reads_for_many_days(database, session, held):
    task, (helper, *_) = held
    need = elsewhere(session, DAY)

    def reads():
        with count_queries(database) as counted:
            clashing_of(session, need, [helper.id], now=NOW)
            find_clash(session, need, helper_id=helper.id, now=NOW)
        return len(counted.statements)

    before = reads()
    for ahead in range(3):
        a_missed_week(session, task, on=DAY + timedelta(days=7 * ahead))
    assert reads() == before
