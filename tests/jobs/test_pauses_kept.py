"""A pause outlives what becomes of its plan: another way, nobody for a while, or a merge."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import SlotStatus
from hopecare.domain.check_ins import AskedBy, AskingWay
from hopecare.services.choose_way import choose_way
from hopecare.services.merge_residents import MergeWish, merge_residents
from hopecare.services.pause_check_ins import pause_check_ins
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from hopecare.services.undo_merge import undo_merge
from models import Area, Centre, CheckInPlan, CheckInSlot, Person
from tests.factories.people import a_resident
from tests.factories.towns import TODAY
from tests.jobs.conftest import BY

AT_TEN_PAST = timedelta(minutes=10)
WEEK = timedelta(days=7)


@pytest.fixture
def channel_profile():
    return "two-way"


def pauses(town, plan_id, *, days=7):
    with town.database.writing(town.scope) as session:
        pause_check_ins(
            session, plan_id=plan_id, paused_from=TODAY, paused_until=TODAY + timedelta(days=days),
            by=BY, now=town.clock(),
        )  # fmt: skip


def plans(town, asked_by):
    wish = CheckInWish(local_time=time(10, 5), asked_by=asked_by)
    with town.database.writing(town.scope) as session:
        plan_check_ins(session, person_id=town.resident_id, wish=wish, by=BY, now=town.clock())


@pytest.fixture
def second(town):
    """The same resident, written down twice, asked by both records."""
    with town.database.writing(town.scope) as session:
        person = a_resident(
            session, name="김 다래", centre=session.scalars(select(Centre)).one(),
            area=session.scalars(select(Area)).first(),
        )  # fmt: skip
        session.flush()
        wish = CheckInWish(local_time=time(10, 5))
        plan = plan_check_ins(session, person_id=person.id, wish=wish, by=BY, now=town.clock())
        return person.id, plan.id


def merges(town, other_id):
    with town.database.writing(town.scope) as session:
        kept, other = session.get_one(Person, town.resident_id), session.get_one(Person, other_id)
        wish = MergeWish(
            kept_id=kept.id, other_id=other.id, versions=(kept.version, other.version),
            plan_id=town.plan_id,
        )  # fmt: skip
        return merge_residents(session, wish, by=BY, now=town.clock()).id


def standing(town):
    return next(each for each in town.rows(CheckInPlan) if each.id == town.plan_id)


def test_where_nobody_is_asked_for_a_while_the_pause_still_stands(town):
    pauses(town, town.plan_id)
    plans(town, AskedBy.NOBODY)
    plans(town, AskedBy.MACHINE)
    town.work(AT_TEN_PAST)
    assert town.texts_to(town.resident_id) == []
    town.work(WEEK)
    town.work()
    assert len(town.texts_to(town.resident_id)) == 1


def test_a_pause_that_gave_way_is_still_named_after_a_while_in_which_nobody_is_asked(town):
    holiday = [[(TODAY + WEEK).isoformat(), None]]
    with town.database.writing(town.scope) as session:
        session.get_one(CheckInPlan, town.plan_id).gave_way = holiday
    plans(town, AskedBy.NOBODY)
    plans(town, AskedBy.MACHINE)
    (plan,) = [each for each in town.rows(CheckInPlan) if each.ended_at is None]
    assert plan.gave_way == holiday


def test_a_pause_that_is_over_comes_back_by_no_change(town):
    pauses(town, town.plan_id, days=1)
    town.work(timedelta(days=2))
    plans(town, AskedBy.NOBODY)
    (plan,) = [each for each in town.rows(CheckInPlan) if each.ended_at is None]
    assert plan.paused_from is None


@pytest.mark.parametrize("days", [1, 7], ids=["over", "not over"])
def test_another_way_keeps_a_pause_that_is_not_over(town, days):
    pauses(town, town.plan_id, days=days)
    town.work(timedelta(days=2))
    with town.database.writing(town.scope) as session:
        plan = session.get_one(CheckInPlan, town.plan_id)
        chosen = choose_way(session, plan=plan, way=AskingWay.VOICE, by=BY, now=town.clock())
        until = None if days == 1 else TODAY + WEEK
        assert chosen.paused_until == until
        assert (chosen.paused_from is None) == (days == 1)


def test_the_plan_that_stands_after_a_merge_takes_the_longer_pause(town, second):
    other_id, plan_id = second
    pauses(town, town.plan_id, days=2)
    pauses(town, plan_id)
    merges(town, other_id)
    assert (standing(town).paused_from, standing(town).paused_until) == (TODAY, TODAY + WEEK)
    for _ in range(6):
        town.work(timedelta(days=1))
    town.work(AT_TEN_PAST)
    assert town.texts.sent == []
    town.work(timedelta(days=1))
    assert len(town.texts.sent) == 1


def test_the_holiday_that_lies_beyond_the_nearer_pause_is_named_and_not_lost(town, second):
    other_id, plan_id = second
    pauses(town, town.plan_id, days=2)
    first, until = TODAY + 2 * WEEK, TODAY + 3 * WEEK
    with town.database.writing(town.scope) as session:
        pause_check_ins(
            session, plan_id=plan_id, paused_from=first, paused_until=until, by=BY,
            now=town.clock(),
        )  # fmt: skip
    merge_id = merges(town, other_id)
    assert standing(town).paused_until == TODAY + timedelta(days=2)
    assert standing(town).gave_way == [[first.isoformat(), until.isoformat()]]
    with town.database.writing(town.scope) as session:
        undo_merge(session, merge_id=merge_id, by=BY, now=town.clock())
    assert standing(town).gave_way is None


def test_a_question_that_is_out_rests_with_the_merge_and_owes_one_call(town, second):
    other_id, plan_id = second
    pauses(town, plan_id)
    town.work(AT_TEN_PAST)
    merges(town, other_id)
    (slot,) = town.rows(CheckInSlot)
    assert slot.status is SlotStatus.CANCELLED
    (call,) = town.call_tasks
    assert call.kind is CallTaskKind.NOT_ASKED


def test_a_merge_taken_back_gives_each_plan_its_own_pause(town, second):
    other_id, plan_id = second
    pauses(town, plan_id)
    merge_id = merges(town, other_id)
    town.clock.advance(timedelta(days=1))
    with town.database.writing(town.scope) as session:
        undo_merge(session, merge_id=merge_id, by=BY, now=town.clock())
    assert standing(town).paused_from is None
    (theirs,) = [each for each in town.rows(CheckInPlan) if each.id == plan_id]
    assert theirs.paused_until == TODAY + WEEK
    town.work(AT_TEN_PAST)
    assert len(town.texts_to(town.resident_id)) == 1
