"""A missed day that was taken and is given back: before its evening, and too late for texts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, MissedWeekStatus, OfferStatus
from hopecare.queries.askings import find_live_asking
from hopecare.services.answer_offer import answer_offer
from hopecare.services.ask_neighbours import Wave, ask_neighbours
from hopecare.services.begin_asking import begin_asking
from hopecare.services.hand_back_task import hand_back_task
from hopecare.services.suspend_volunteer import suspend_volunteer
from models import CallTask, Case, Offer
from tests.factories.askings import look
from tests.factories.cases import BY
from tests.factories.offers import YES
from tests.factories.towns import NOW
from tests.factories.volunteers import neighbours
from tests.factories.weekly import EVENING, MIDNIGHT, a_backup, a_missed_week, a_weekly_task

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def taken(session):
    """The missed day, and the task of the backup who took it."""
    people = neighbours(session, 5)
    task = a_weekly_task(session, people[0])
    a_backup(session, task.need_id, people[1])
    missed = a_missed_week(session, task)
    [offer] = session.scalars(select(Offer).where(Offer.need_id == missed.cover_need_id))
    answered = answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=LATER)
    return missed, answered.task


def live(session, missed):
    return find_live_asking(session, missed.cover_need_id)


def owed(session):
    found = select(CallTask).where(CallTask.status == CallTaskStatus.OPEN)
    return {call.kind: call for call in session.scalars(found)}


@pytest.mark.parametrize("late_by", [timedelta(hours=1), timedelta(hours=16)])
def test_given_back_too_late_the_resident_is_rung_and_nobody_is_texted(session, taken, late_by):
    missed, task = taken
    now = EVENING + late_by
    hand_back_task(session, task_id=task.id, reason=None, by=BY, now=now)
    assert missed.status is MissedWeekStatus.UNFILLED
    calls = owed(session)
    assert calls.keys() == {CallTaskKind.UNFILLED, CallTaskKind.CALL_BACK}
    resident_id = session.get_one(Case, missed.case_id).resident_id
    assert calls[CallTaskKind.CALL_BACK].person_id == resident_id
    assert calls[CallTaskKind.CALL_BACK].due_at == now + timedelta(hours=1)
    assert live(session, missed) is None
    standing = select(Offer.id).where(Offer.status == OfferStatus.STANDING)
    assert session.scalars(standing).all() == []


def test_given_back_in_time_others_are_asked_until_the_evening_before_at_most(session, taken):
    missed, task = taken
    hand_back_task(session, task_id=task.id, reason=None, by=BY, now=LATER)
    assert owed(session) == {}
    asking = live(session, missed)
    assert asking.deadline <= EVENING
    standing = session.scalars(select(Offer).where(Offer.status == OfferStatus.STANDING)).all()
    assert standing
    assert all(offer.lapses_at <= EVENING for offer in standing)


def test_staff_who_ask_after_the_evening_ask_until_the_day_is_over_at_most(session, taken):
    missed, task = taken
    now = EVENING + timedelta(hours=1)
    hand_back_task(session, task_id=task.id, reason=None, by=BY, now=now)
    offers = ask_neighbours(session, need_id=missed.cover_need_id, by=BY, now=now)
    asking = live(session, missed)
    assert now < asking.deadline <= MIDNIGHT
    assert all(now < offer.lapses_at <= MIDNIGHT for offer in offers)


def calls_of_day(session):
    """The calls owed now, by what they are for."""
    return [call.kind for call in open_calls(session)]


def late_standin(session, missed, offered=0):
    """Somebody whom staff asked says yes in the evening, when it is too late for texts."""
    now = EVENING + timedelta(minutes=30 + offered)
    [offer] = ask_neighbours(
        session, need_id=missed.cover_need_id, wave=Wave(how_many=1), by=BY, now=now
    )
    return answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=now).task


def test_two_who_leave_late_leave_one_call_to_the_resident(session, taken):
    missed, task = taken
    now = EVENING + timedelta(minutes=10)
    hand_back_task(session, task_id=task.id, reason=None, by=BY, now=now)
    second = late_standin(session, missed)
    now = EVENING + timedelta(minutes=50)
    hand_back_task(session, task_id=second.id, reason=None, by=BY, now=now)
    assert sorted(calls_of_day(session)) == [CallTaskKind.CALL_BACK, CallTaskKind.UNFILLED]


def test_nobody_is_rung_that_nobody_comes_once_somebody_does(session, taken):
    missed, task = taken
    now = EVENING + timedelta(minutes=10)
    hand_back_task(session, task_id=task.id, reason=None, by=BY, now=now)
    second = late_standin(session, missed)
    assert calls_of_day(session) == []
    now = EVENING + timedelta(minutes=50)
    hand_back_task(session, task_id=second.id, reason=None, by=BY, now=now)
    [said] = [each for each in open_calls(session) if each.kind is CallTaskKind.CALL_BACK]
    assert said.dedup_key.split(":")[2:] == ["nobody", str(second.id)]


def test_staff_who_ask_on_are_not_owed_the_same_call_twice(session, taken):
    missed, task = taken
    now = EVENING + timedelta(minutes=10)
    hand_back_task(session, task_id=task.id, reason=None, by=BY, now=now)
    asking = begin_asking(session, need_id=missed.cover_need_id, by=BY, now=now)
    for minutes in (30, 60, 120, 240):
        look(session, asking, now + timedelta(minutes=minutes))
    assert calls_of_day(session).count(CallTaskKind.UNFILLED) == 1


def test_a_standin_who_is_suspended_late_leaves_one_call_to_the_resident(session, taken):
    _, task = taken
    now = EVENING + timedelta(minutes=10)
    suspend_volunteer(session, person_id=task.helper_id, is_suspended=True, by=BY, now=now)
    assert sorted(calls_of_day(session)) == [CallTaskKind.CALL_BACK, CallTaskKind.UNFILLED]


def open_calls(session):
    found = select(CallTask).where(CallTask.status == CallTaskStatus.OPEN)
    return session.scalars(found).all()
