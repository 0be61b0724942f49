"""A missed day that was taken and is given back: before its evening, and too late for texts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, MissedWeekStatus, OfferStatus
from hopecare.queries.askings import find_live_asking
from hopecare.services.answer_offer import answer_offer
from hopecare.services.ask_neighbours import ask_neighbours
from hopecare.services.hand_back_task import hand_back_task
from models import CallTask, Case, Offer
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
