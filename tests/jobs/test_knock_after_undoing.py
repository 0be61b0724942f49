"""Nobody is sent to knock for a day that was cancelled, and a door that stays shut is followed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.calls import CallTaskKind, KnockFound
from hopecare.domain.care_path import CallTaskStatus, SlotEvent, SlotStatus
from hopecare.services.move_slot import move_slot
from models import CheckInSlot
from tests.jobs.test_knocks import TO_ITS_TIME, found, helper, knocking, the_knock
from tests.jobs.test_looked_for_again import MINUTE, mistake

__all__ = ["helper", "knocking"]


def test_the_knock_of_a_cancelled_day_does_not_come_back_with_the_undone_death(knocking, helper):
    knocking.work(TO_ITS_TIME)
    mistake(knocking, later=20 * MINUTE)

    assert knocking.slot_status is SlotStatus.CANCELLED
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
