"""The clock moves a plan on to its next moment: an open form of it is not stale for that."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from hopecare.clock import SetClock
from hopecare.domain.check_ins import AskedBy
from hopecare.jobs.ask_due_check_ins import ask_due_check_ins
from hopecare.jobs.open_knocks import open_knocks
from hopecare.jobs.tools import Tools
from models import CheckInPlan, CheckInSlot
from notifications.memory_sms import MemoryNetwork
from notifications.routing import Networks
from tests.factories.desk import a_plan
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW, a_centre, a_town

HOUR = NOW + timedelta(minutes=5)
ROADS = {
    "in sets": ("+821012345678", AskedBy.MACHINE),
    "one by one": ("", AskedBy.MACHINE),
    "at the door": ("", AskedBy.KNOCK),
}


def clock_strikes(database):
    network = MemoryNetwork()
    networks = Networks(texts=network, calls=network)
    tools = Tools(database=database, networks=networks, clock=SetClock(HOUR))
    ask_due_check_ins(tools)
    open_knocks(tools)


@pytest.fixture
def planned(database, town_scope, request):
    phone, asked_by = ROADS[request.param]
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        resident = a_resident(session, name="김다래", centre=centre, phone=phone)
        return a_plan(session, resident, local_time=time(10, 5), asked_by=asked_by), centre


@pytest.mark.parametrize("planned", ROADS, indirect=True)
def test_what_the_clock_does_is_no_edit(database, town_scope, visitor, planned):
    plan, centre = planned
    with database.writing(town_scope) as session:
        account = a_staff_account(session, centre=centre)
    staff = visitor.sign_in(account)
    path, pause = f"/residents/{plan.person_id}/check-ins", f"/check-in-plans/{plan.id}/pause"
    opened = staff.get(path).fields(pause)
    clock_strikes(database)
    opened["paused_from"] = "2026-11-25"
    staff.send(pause, opened)
    with database.reading(town_scope) as session:
        (slot,) = session.scalars(select(CheckInSlot))
        kept = session.get_one(CheckInPlan, plan.id)
    assert (slot.due_at, kept.paused_from) == (HOUR, date(2026, 11, 25))
    # Another edit is one, whatever the clock did.
    again = staff.get(path).fields(f"/check-in-plans/{plan.id}/resume")
    again["version"], again["paused_from"] = opened["version"], "2026-11-26"
    staff.send(pause, again, status=409)
