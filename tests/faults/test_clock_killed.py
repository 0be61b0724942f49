"""The clock killed in the middle of a look, clocks that jump, machines that sleep."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from hopecare.clock import SetClock
from hopecare.database import AllTowns
from hopecare.domain.care_path import MessageStatus, SlotStatus
from hopecare.domain.check_in_times import WEEKDAYS, Rhythm, next_due
from hopecare.jobs.ask_due_check_ins import ask_due_check_ins
from hopecare.jobs.deliver import deliver
from hopecare.jobs.tools import Tools
from models import CallTask, CheckInPlan, CheckInSlot, Message
from notifications.memory_sms import MemoryNetwork
from notifications.routing import Networks
from tests.benchmarks.due_minute import lay
from tests.factories.towns import NOW
from tests.faults.test_killed import ROOT, TEST_SECRET


def rows(database, table):
    with database.reading(AllTowns()) as session:
        return session.scalars(select(table)).all()


def kill_in_the_middle(database, after_s):
    """Start a clock, and kill it so long after it began to ask."""
    facts = {"SECRET": TEST_SECRET, "URL": database.url, "NOW": NOW.isoformat()}
    words = [sys.executable, "-m", "tests.faults.asker"]
    own = {**os.environ, **facts}
    with subprocess.Popen(words, cwd=ROOT, env=own, stdout=subprocess.PIPE) as clock:
        assert clock.stdout
        assert clock.stdout.readline() == b"begins\n"
        time.sleep(after_s)
        clock.kill()


def test_a_clock_killed_while_it_asks_leaves_each_slot_once(database, town_scope, full_size):
    people, kills = (20_000, 12) if full_size else (2_600, 3)
    lay(database, town_scope, due=people, plans=people)
    chance = random.Random(3)  # noqa: S311  moments of an example

    for _ in range(kills):
        kill_in_the_middle(database, chance.uniform(0, 0.8))
    network = MemoryNetwork()
    networks = Networks(texts=network, calls=network)
    ask_due_check_ins(Tools(database=database, networks=networks, clock=SetClock(NOW)))

    slots, messages = rows(database, CheckInSlot), rows(database, Message)
    assert len({slot.plan_id for slot in slots}) == len(slots) == people
    assert {message.slot_id for message in messages} == {slot.id for slot in slots}
    assert len(messages) == people
    assert all(plan.next_due_at > NOW for plan in rows(database, CheckInPlan))


class Morning:
    """One worker over a small town, minute by minute, by a clock that may jump."""

    def __init__(self, database, scope, people):
        lay(database, scope, due=people, plans=people)
        self.database, self.people = database, people
        self.network, self.clock = MemoryNetwork(), SetClock(NOW)

    def work(self):
        networks = Networks(texts=self.network, calls=self.network)
        tools = Tools(database=self.database, networks=networks, clock=self.clock)
        ask_due_check_ins(tools)
        deliver(tools)

    def asked(self):
        return Counter(parcel.to for parcel in self.network.sent)


@pytest.fixture
def morning(database, town_scope, full_size):
    return Morning(database, town_scope, 500 if full_size else 20)


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_that_jumps_an_hour_skips_nobody_and_asks_nobody_twice(morning, hours):
    morning.work()
    morning.clock.advance(timedelta(hours=hours))
    for _ in range(9):
        morning.work()
        morning.clock.advance(timedelta(minutes=15))

    assert len(morning.asked()) == morning.people
    assert set(morning.asked().values()) == {1}


def test_a_machine_that_slept_asks_nothing_late_and_somebody_calls(morning):
    morning.clock.advance(timedelta(hours=6))
    morning.work()

    assert morning.network.sent == []
    assert {slot.status for slot in rows(morning.database, CheckInSlot)} == {SlotStatus.NOT_ASKED}
    assert len(rows(morning.database, CallTask)) == morning.people


def test_what_was_promised_before_a_long_sleep_is_not_sent_at_night(morning):
    networks = Networks(texts=morning.network, calls=morning.network)
    tools = Tools(database=morning.database, networks=networks, clock=morning.clock)
    ask_due_check_ins(tools)
    morning.clock.advance(timedelta(hours=12))
    deliver(tools)

    assert morning.network.sent == []
    assert {m.status for m in rows(morning.database, Message)} == {MessageStatus.EXPIRED}
    assert len(rows(morning.database, CallTask)) == morning.people


@pytest.mark.parametrize(
    "zone",
    ["Asia/Seoul", "Europe/London", "America/New_York", "Australia/Lord_Howe", "America/St_Johns"],
)
def test_every_local_day_of_a_year_is_asked_once(zone, full_size):
    halves = range(48) if full_size else (0, 3, 4, 5, 18, 47)
    here = ZoneInfo(zone)
    start, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    for half in halves:
        at = clock_time(half // 2, 30 * (half % 2))
        rhythm = Rhythm(weekdays=WEEKDAYS, local_time=at, zone=zone)
        days, moment = [], next_due(rhythm, after=start)
        while moment is not None and moment < end:
            days.append(moment.astimezone(here).date())
            moment = next_due(rhythm, after=moment)
        assert len(set(days)) == len(days)
        assert days[-1] - days[0] == timedelta(days=len(days) - 1)
