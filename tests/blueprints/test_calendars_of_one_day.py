"""One visit on the day on which a helper leaves and another begins stands in one calendar."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.needs import NeedRhythm
from hopecare.domain.offers import VisitResult
from hopecare.services.finish_task import finish_task
from hopecare.services.hand_back_task import hand_back_task
from hopecare.services.log_visit import VisitMade, log_visit
from models import Account, Case, Need, Person
from tests.blueprints.test_calendars import address_of, events, made
from tests.blueprints.test_calendars_of_who_left import follows
from tests.factories.caps import given
from tests.factories.cases import BY, a_need
from tests.factories.offers import a_task
from tests.factories.people import a_phone, a_volunteer
from tests.factories.towns import NOW, TODAY
from tests.plugins.pages import Visitor, count_queries

AT_SEVEN = NOW - timedelta(hours=3)
"""It is ten o'clock on a Monday now."""


@pytest.fixture
def town(database, town_scope):
    return made(database, town_scope)


def hand_back(session, task):
    hand_back_task(session, task_id=task.id, reason=None, by=BY, now=NOW)


def finish(session, task):
    finish_task(session, task_id=task.id, by=BY, now=NOW)


def came(session, task):
    visit = VisitMade(visited_at=NOW - timedelta(minutes=30), minutes=20, result=VisitResult.MET)
    log_visit(session, task_id=task.id, made=visit, by=BY, now=NOW)


@pytest.fixture
def handed_over(app, database, town_scope, town):
    """Who held help of every Monday until ten, and who has held it since; how today stands."""

    def hand_over(leaves, hour, *, visits):
        with database.writing(town_scope) as session:
            case = session.get_one(Case, town["case"].id)
            need = a_need(
                session, case=case, rhythm=NeedRhythm.WEEKLY, weekdays=("mon",), from_on=TODAY,
                starts_at=hour, minutes=30, now=AT_SEVEN,
            )  # fmt: skip
            first = session.get_one(Person, town["helper"].person_id)
            task = a_task(session, need, first, now=AT_SEVEN)
            if visits:
                came(session, task)
            leaves(session, task)
            after = a_volunteer(session, name="한들", phone=a_phone())
            follows(session, session.get_one(Need, need.id), after)
            whose = select(Account).where(Account.person_id == after.id)
            accounts = [town["helper"], session.scalars(whose).one()]
        return [status_of_today(app, each) for each in accounts]

    return hand_over


def status_of_today(app, account):
    path = address_of(Visitor(app).sign_in(account))
    calendar, _ = events(Visitor(app), path)
    # A visit without an hour lasts all day.
    today = [each for each in calendar.events if str(each["dtstart"].dt)[:10] == str(TODAY)]
    return str(today[0]["status"]) if today else None


@pytest.mark.parametrize("leaves", [hand_back, finish])
@pytest.mark.parametrize(
    ("hour", "visits", "who"),
    [
        (time(15), False, ["CANCELLED", "CONFIRMED"]),
        (time(15), True, ["CONFIRMED", None]),
        (time(9), False, ["CONFIRMED", None]),
        (None, False, ["CANCELLED", "CONFIRMED"]),
        (None, True, ["CONFIRMED", None]),
    ],
)
def test_one_of_the_two_comes(handed_over, leaves, hour, visits, who):
    assert handed_over(leaves, hour, visits=visits) == who


def test_a_calendar_reads_no_more_for_many_visits(app, database, town_scope, town):
    path = address_of(Visitor(app).sign_in(town["helper"]))
    with database.writing(town_scope) as session:
        given(session, session.get_one(Person, town["helper"].person_id), max_active=9)
    with count_queries(database) as few:
        events(Visitor(app), path)
    with database.writing(town_scope) as session:
        for _ in range(2):
            need = a_need(session, case=session.get_one(Case, town["case"].id), now=AT_SEVEN)
            helper = session.get_one(Person, town["helper"].person_id)
            came(session, a_task(session, need, helper, now=AT_SEVEN))
    with count_queries(database) as many:
        events(Visitor(app), path)
    assert many.total == few.total
