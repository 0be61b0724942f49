"""A plan is changed on a day that was answered already: nobody is asked twice that day."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from hopecare.domain.alerts import AlertEnd
from hopecare.domain.check_ins import AskedBy
from hopecare.domain.replies import ReplyMeaning
from hopecare.queries.check_ins import slot_by_id
from hopecare.services.end_check_in import end_check_in
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from hopecare.services.record_answer import record_answer
from models import CheckInSlot
from tests.jobs.conftest import BY

SEOUL = ZoneInfo("Asia/Seoul")
TOMORROW_AT_TWO = datetime(2026, 11, 24, 14, tzinfo=SEOUL)


@pytest.fixture
def channel_profile():
    return "two-way"


def answers(town):
    with town.database.writing(town.scope) as session:
        slot = slot_by_id(session, town.slot.id)
        said = {"meaning": ReplyMeaning.FINE, "from_person_id": town.resident_id}
        record_answer(session, slot=slot, **said, by=BY, now=town.clock())


def ended_by(how):
    def ends(town):
        for minutes in (31, 90, 60, 10):
            town.work(timedelta(minutes=minutes))
        with town.database.writing(town.scope) as session:
            slot = slot_by_id(session, town.slot.id)
            end_check_in(session, slot=slot, ended_by=how, note="x", by=BY, now=town.clock())

    return ends


def change(town, at, **wished):
    with town.database.writing(town.scope) as session:
        wish = CheckInWish(local_time=at, **wished)
        return plan_check_ins(
            session, person_id=town.resident_id, wish=wish, by=BY, now=town.clock()
        ).next_due_at


@pytest.mark.parametrize(
    "happens", [answers, ended_by(AlertEnd.ALL_CLEAR), ended_by(AlertEnd.EMERGENCY_SERVICES)]
)
@pytest.mark.parametrize("asked_by", [AskedBy.MACHINE, AskedBy.KNOCK])
def test_whoever_was_heard_of_today_is_asked_tomorrow(town, happens, asked_by):
    town.work(timedelta(minutes=10))
    happens(town)
    first = change(town, time(14), asked_by=asked_by)
    assert first == TOMORROW_AT_TWO
    town.work(timedelta(hours=5))
    assert len(town.rows(CheckInSlot)) == 1


def test_whoever_was_heard_of_yesterday_is_asked_today(town):
    town.work(timedelta(minutes=10))
    answers(town)
    town.clock.advance(timedelta(hours=23))
    assert change(town, time(14)) == TOMORROW_AT_TWO
