"""Calendars of who left and of who came after them: nobody comes twice, or in vain."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from hopecare.database import TownScope
from hopecare.domain.care_path import OfferStatus
from hopecare.domain.needs import NeedKind, NeedRhythm
from hopecare.domain.offers import StopReason
from hopecare.queries.weekly import missed_weeks_of_task
from hopecare.services.answer_offer import answer_offer
from hopecare.services.finish_task import finish_task
from hopecare.services.hand_back_task import hand_back_task
from hopecare.services.say_missed_week import say_missed_week
from hopecare.services.stop_task import stop_task
from models import Account, Case, Need, Offer, Person
from tests.blueprints.test_calendars import address_of, by_day, events, made
from tests.factories.cases import BY, a_need
from tests.factories.offers import YES, a_task
from tests.factories.people import a_phone, a_volunteer
from tests.factories.towns import NOW, TODAY
from tests.plugins.pages import Visitor, count_queries


@pytest.fixture
def town(database, town_scope):
    return made(database, town_scope)


def stop(session, task):
    reason = StopReason.HELPER_REFUSED
    stop_task(session, task_id=task.id, reason=reason, by=BY, now=NOW)


def hand_back(session, task):
    hand_back_task(session, task_id=task.id, reason=None, by=BY, now=NOW)


def finish(session, task):
    finish_task(session, task_id=task.id, by=BY, now=NOW)


@pytest.mark.parametrize(
    ("end", "hour", "status"),
    [
        (stop, 15, "CANCELLED"),
        (hand_back, 15, "CANCELLED"),
        (hand_back, 9, "CONFIRMED"),
        (finish, 15, "CONFIRMED"),
    ],
)
def test_who_left_before_the_visit_of_that_day_does_not_come(
    app, database, town, end, hour, status
):
    """It is ten o'clock: what was at nine took place."""
    with database.writing(TownScope(town["case"].town_id)) as session:
        case = session.get_one(Case, town["case"].id)
        once = a_need(
            session, case=case, kind=NeedKind.LIFT, from_on=TODAY, starts_at=time(hour), minutes=30
        )
        at_seven = NOW - timedelta(hours=3)
        task = a_task(
            session, once, session.get_one(Person, town["helper"].person_id), now=at_seven
        )
        end(session, task)
    path = address_of(Visitor(app).sign_in(town["helper"]))
    today = by_day(events(Visitor(app), path)[0])[TODAY]
    assert str(today["status"]) == status


def follows(session, need, helper):
    """Whoever was asked by itself says yes; anybody else is asked first."""
    mine = select(Offer).where(Offer.need_id == need.id, Offer.helper_id == helper.id)
    offer = session.scalars(mine.where(Offer.status == OfferStatus.STANDING)).first()
    if offer is None:
        return a_task(session, need, helper)
    return answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=NOW).task


def test_a_day_left_over_from_who_held_it_before_is_cancelled_as_on_the_page(
    app, database, town_scope, town
):
    off, later = date(2026, 12, 1), date(2026, 12, 8)
    with database.writing(town_scope) as session:
        missed = say_missed_week(
            session, task_id=town["task"].id, on_date=off, reason=None, by=BY, now=NOW
        )
        need = session.get_one(Need, town["need"].id)
        after = a_volunteer(session, name="한들", phone=a_phone())
        stands_in = a_volunteer(session, name="도담", phone=a_phone())
        cover = follows(session, session.get_one(Need, missed.cover_need_id), stands_in)
        hand_back_task(session, task_id=town["task"].id, reason=None, by=BY, now=NOW)
        task = follows(session, need, after)
        assert [each.on_date for each in missed_weeks_of_task(session, task, since=TODAY)] == [off]
        find = select(Account).where(Account.person_id == after.id)
        account = session.scalars(find).one()
    path = address_of(Visitor(app).sign_in(account))
    with count_queries(database) as asked:
        days = by_day(events(Visitor(app), path)[0])
    assert [str(days[day]["status"]) for day in (off, later)] == ["CANCELLED", "CONFIRMED"]
    with database.writing(town_scope) as session:
        again = a_need(
            session, case=session.get_one(Case, town["case"].id), kind=NeedKind.COMPANION_VISIT,
            rhythm=NeedRhythm.WEEKLY, weekdays=("wed",), starts_at=time(9),
        )  # fmt: skip
        a_task(session, again, session.get_one(Person, account.person_id))
        hand_back_task(session, task_id=cover.id, reason=None, by=BY, now=NOW)
    with count_queries(database) as asked_again:
        now = by_day(events(Visitor(app), path)[0])
    assert len(asked_again.statements) == len(asked.statements)
    assert str(now[off]["status"]) == "CONFIRMED"
    assert int(now[off]["sequence"]) > int(days[off]["sequence"])
