"""Somebody says on a holiday that they cannot come: the backup is left in peace until then."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import MissedWeekStatus
from hopecare.domain.urgency import Urgency
from hopecare.services.say_missed_week import say_missed_week
from hopecare.services.settle_missed_week import settle_missed_week
from models import Case, Offer, TownHoliday
from tests.factories.caps import given
from tests.factories.cases import BY
from tests.factories.people import a_staff_account
from tests.factories.towns import NOW, TODAY
from tests.factories.volunteers import neighbours
from tests.factories.weekly import DAY, EVENING, a_backup, a_weekly_task

pytestmark = pytest.mark.both_databases

MORNING = datetime(2026, 11, 24, 8, tzinfo=ZoneInfo("Asia/Seoul"))
"""When nobody is disturbed any more on the day after the holiday."""


@pytest.fixture
def helped(session):
    people = neighbours(session, 4)
    task = a_weekly_task(session, people[0])
    a_backup(session, task.need_id, people[1])
    return task, people


def a_holiday(session, task, on: date = TODAY):
    account = a_staff_account(session)
    session.add(
        TownHoliday(
            town_id=task.town_id,
            day=on,
            label="마을 쉬는 날",
            entered_at=NOW,
            by_account_id=account.id,
        )
    )
    session.flush()


def missed_on(session, task, now, day=DAY):
    return say_missed_week(session, task_id=task.id, on_date=day, reason=None, by=BY, now=now)


def asked(session, missed):
    offers = session.scalars(select(Offer).where(Offer.need_id == missed.cover_need_id))
    return [each.helper_id for each in offers]


def test_the_backup_is_asked_alone_when_the_holiday_is_over(session, helped):
    task, people = helped
    a_holiday(session, task)
    missed = missed_on(session, task, NOW)
    assert (asked(session, missed), missed.status) == ([], MissedWeekStatus.SAID)
    assert missed.due_at == MORNING

    settle_missed_week(session, missed_id=missed.id, by=BY, now=MORNING)
    assert asked(session, missed) == [people[1].id]
    assert (missed.status, missed.due_at) == (MissedWeekStatus.ASKED_BACKUP, EVENING)


def test_on_any_other_day_the_backup_is_asked_at_once(session, helped):
    task, people = helped
    a_holiday(session, task, TODAY + timedelta(days=1))
    missed = missed_on(session, task, NOW)
    assert asked(session, missed) == [people[1].id]


def test_what_cannot_wait_is_asked_on_a_holiday_too(session, helped):
    task, people = helped
    session.get_one(Case, task.case_id).urgency = Urgency.CRISIS
    a_holiday(session, task)
    missed = missed_on(session, task, NOW)
    assert asked(session, missed) == [people[1].id]


def test_where_the_holiday_lasts_until_the_evening_staff_ring(session, helped):
    task, _ = helped
    tuesday = TODAY + timedelta(days=1)
    a_holiday(session, task)
    missed = missed_on(session, task, NOW, day=tuesday)
    evening = datetime(2026, 11, 23, 18, tzinfo=MORNING.tzinfo)
    settle_missed_week(session, missed_id=missed.id, by=BY, now=evening)
    assert (asked(session, missed), missed.status) == ([], MissedWeekStatus.UNFILLED)


def test_what_cannot_wait_is_asked_on_a_holiday_only_within_their_own_hours(session, helped):
    task, people = helped
    session.get_one(Case, task.case_id).urgency = Urgency.CRISIS
    a_holiday(session, task)
    given(session, people[1], asked_from=time(18), asked_until=time(20))
    others = asked(session, missed_on(session, task, NOW))
    assert others
    assert people[1].id not in others
