"""Nobody is sent to knock for a day that was cancelled, and a door that stays shut is followed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.calls import CallTaskKind, KnockFound
from hopecare.domain.care_path import CallTaskStatus, SlotEvent, SlotStatus
from hopecare.domain.check_ins import AskedBy
from hopecare.services.move_slot import move_slot
from models import CheckInPlan, CheckInSlot, Person
from tests.jobs.test_knocks import TO_ITS_TIME, found, helper, knocking, the_knock
from tests.jobs.test_looked_for_again import MINUTE, mistake

__all__ = ["helper", "knocking"]


def test_the_knock_of_a_cancelled_day_does_not_come_back_with_the_undone_death(knocking, helper):
    knocking.work(TO_ITS_TIME)
    mistake(knocking, later=20 * MINUTE)

    assert knocking.slot_status is SlotStatus.NOT_ASKED
    assert the_knock(knocking).status is CallTaskStatus.CANCELLED
    (call,) = [each for each in knocking.call_tasks if each.kind is CallTaskKind.NOT_ASKED]
    assert (call.status, call.due_at) == (CallTaskStatus.OPEN, knocking.clock())


@pytest.mark.parametrize("what", [KnockFound.DOOR_NOT_OPENED, KnockFound.CARD_LEFT])
def test_a_closed_door_of_a_cancelled_day_owes_a_call(knocking, helper, what):
    knocking.work(TO_ITS_TIME)
    with knocking.database.writing(knocking.scope) as session:
        move_slot(session.get_one(CheckInSlot, knocking.slot.id), event=SlotEvent.CANCELLED)
    found(knocking, helper, what)

    (call,) = [each for each in knocking.call_tasks if each.kind is CallTaskKind.NOT_ASKED]
    assert call.status is CallTaskStatus.OPEN
    assert call.due_at - knocking.clock() <= timedelta(hours=2)


def rests(plan, _person, now):
    plan.paused_from = now.date()


def has_ended(plan, _person, now):
    plan.ended_at, plan.next_due_at = now, None


def wishes_for_none(plan, _person, _now):
    plan.asked_by, plan.next_due_at = AskedBy.NOBODY, None


def has_died(_plan, person, now):
    person.died_on = now.date()


@pytest.mark.parametrize("why", [rests, has_ended, wishes_for_none, has_died])
def test_a_closed_door_of_whom_nobody_asks_any_more_owes_no_call(knocking, helper, why):
    knocking.work(TO_ITS_TIME)
    with knocking.database.writing(knocking.scope) as session:
        move_slot(session.get_one(CheckInSlot, knocking.slot.id), event=SlotEvent.CANCELLED)
        plan = session.get_one(CheckInPlan, knocking.slot.plan_id)
        why(plan, session.get_one(Person, knocking.resident_id), knocking.clock())
    found(knocking, helper, KnockFound.DOOR_NOT_OPENED)

    assert [each.kind for each in knocking.call_tasks] == [CallTaskKind.KNOCK]
    assert the_knock(knocking).status is CallTaskStatus.DONE, "what they found is written down"
