"""A plan is changed: the pause that stands goes on, and nobody is asked twice on one day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import select

from hopecare.clock import SetClock
from hopecare.domain.care_path import MessageStatus, SlotStatus
from hopecare.domain.timeline import EntryKind
from hopecare.jobs.ask_due_check_ins import ask_due_check_ins
from hopecare.jobs.deliver import deliver
from hopecare.jobs.tools import Tools
from models import CheckInPlan, CheckInSlot, Message, TimelineEntry
from notifications.memory_sms import MemoryNetwork
from notifications.routing import Networks
from tests.factories.desk import a_plan
from tests.factories.people import a_resident
from tests.factories.towns import NOW

DAILY = {
    "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
    "channel": "voice",
    "ladder": "default",
}


def at_three(day):
    """Three in the afternoon, in Korea."""
    return datetime(2026, 11, day, 6, 0, tzinfo=UTC)


@pytest.fixture
def resident(database, town_scope, centre):
    with database.writing(town_scope) as session:
        resident = a_resident(session, name="김다래", centre=centre)
        a_plan(session, resident, local_time=time(10, 0)).next_due_at = NOW
        return resident


@pytest.fixture
def tools(database):
    network = MemoryNetwork()
    networks = Networks(texts=network, calls=network)
    return Tools(database=database, networks=networks, clock=SetClock(NOW))


def to_the_afternoon(staff, resident):
    staff.post(f"/residents/{resident.id}/check-ins", DAILY | {"local_time": "15:00"})


def standing(database, scope):
    with database.reading(scope) as session:
        live = select(CheckInPlan).where(CheckInPlan.ended_at.is_(None))
        slots = session.scalars(select(CheckInSlot)).all()
        messages = session.scalars(select(Message)).all()
        return session.scalars(live).one(), list(slots), list(messages)


def test_a_pause_goes_on_at_the_new_hour(database, town_scope, staff, resident):
    plan, _, _ = standing(database, town_scope)
    path, pause = f"/residents/{resident.id}/check-ins", f"/check-in-plans/{plan.id}/pause"
    staff.post(pause, {"paused_from": "2026-11-23", "paused_until": "2026-11-26"}, on=path)
    to_the_afternoon(staff, resident)
    plan, _, _ = standing(database, town_scope)
    assert (plan.paused_from, plan.paused_until) == (date(2026, 11, 23), date(2026, 11, 26))
    assert plan.next_due_at == at_three(26)


def test_a_pause_that_is_over_is_not_kept(database, town_scope, staff, resident):
    with database.writing(town_scope) as session:
        plan = session.scalars(select(CheckInPlan)).one()
        plan.paused_from, plan.paused_until = date(2026, 11, 2), date(2026, 11, 23)
    to_the_afternoon(staff, resident)
    plan, _, _ = standing(database, town_scope)
    assert (plan.paused_from, plan.next_due_at) == (None, at_three(23))


def test_a_question_that_has_not_left_is_asked_at_the_new_hour_instead(
    database, town_scope, staff, resident, tools
):
    ask_due_check_ins(tools)
    to_the_afternoon(staff, resident)
    plan, (slot,), (message,) = standing(database, town_scope)
    assert (slot.status, message.status) == (SlotStatus.CANCELLED, MessageStatus.STOPPED)
    assert plan.next_due_at == at_three(23)
    with database.reading(town_scope) as session:
        cancelled = TimelineEntry.kind == EntryKind.SLOT_CANCELLED
        (entry,) = session.scalars(select(TimelineEntry).where(cancelled))
        assert (entry.subject_id, entry.facts["code"]) == (slot.id, "check_ins_changed")


def test_whoever_was_asked_is_not_asked_again_that_day(
    database, town_scope, staff, resident, tools
):
    ask_due_check_ins(tools)
    deliver(tools)
    to_the_afternoon(staff, resident)
    plan, (slot,), _ = standing(database, town_scope)
    assert slot.status is SlotStatus.WAITING
    assert plan.next_due_at == at_three(24)


def test_a_question_stays_where_the_new_hour_has_passed(
    database, town_scope, staff, resident, tools
):
    ask_due_check_ins(tools)
    staff.post(f"/residents/{resident.id}/check-ins", DAILY | {"local_time": "09:00"})
    plan, (slot,), (message,) = standing(database, town_scope)
    assert (slot.status, message.status) == (SlotStatus.DUE, MessageStatus.PENDING)
    assert plan.next_due_at == datetime(2026, 11, 24, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("2026-11-30", "Paused from Wed 25 Nov until Mon 30 Nov"),
        (None, "Paused from Wed 25 Nov"),
    ],
)
def test_a_pause_that_lies_ahead_is_not_said_to_have_begun(
    database, town_scope, staff, resident, until, said
):
    plan, _, _ = standing(database, town_scope)
    path, pause = f"/residents/{resident.id}/check-ins", f"/check-in-plans/{plan.id}/pause"
    ahead = {"paused_from": "2026-11-25", "paused_until": until}
    staff.post(pause, {name: day for name, day in ahead.items() if day}, on=path)
    page = staff.get(path)
    assert "Paused since" not in page.main
    assert said in page.main
    assert ("until" in page.main.split("Paused from")[1][:60]) is (until is not None)
    assert "Next check-in" in page.main
    assert "쉽니다" in staff.read_in("ko").get(path).main
