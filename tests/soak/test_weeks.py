"""A town of check-ins for weeks on end: nothing is lost, nothing doubled, nothing piles up."""

from __future__ import annotations

import gc
import random
import tracemalloc
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from hopecare.clock import SetClock
from hopecare.database import AllTowns, Database, TownScope
from hopecare.domain.alerts import AlertEnd, AlertKind
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import SlotStatus
from hopecare.domain.delivery import MessageKind
from hopecare.domain.identity import SystemActor
from hopecare.domain.roles import Role
from hopecare.jobs.tools import Tools
from hopecare.queries.messages import find_message
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from hopecare.services.record_keypress import record_keypress
from hopecare.timetable import JOBS
from models import Alert, CallTask, CheckInSlot, Message, Person
from notifications.memory_sms import MemoryNetwork
from notifications.port import Parcel
from notifications.routing import Networks
from tests.factories.people import a_contact_point, a_resident, a_staff_account
from tests.factories.towns import NOW, a_centre, a_town

BY = SystemActor(name="soak")
DAY = timedelta(days=1)
STEP = timedelta(hours=1)
FIRST_ASKED, LAST_ASKED = time(10, 5), time(13)
AWAKE = timedelta(hours=8)
"""From 10:00 in the town's time until nothing is left to climb."""
OVERSLEPT_EVERY = 7
"""The worker stands still for one day in so many."""
MOST_KEPT_BYTES = 2 * 1024 * 1024
"""Memory may grow by this between a week's end and the last day, whatever was written meanwhile."""


@dataclass
class Weeks:
    """Residents who are rung every day, and how each of them takes it."""

    database: Database
    scope: TownScope
    people: int
    clock: SetClock = field(default_factory=lambda: SetClock(NOW))
    texts: MemoryNetwork = field(default_factory=MemoryNetwork)
    calls: MemoryNetwork = field(default_factory=MemoryNetwork)
    residents: list[UUID] = field(default_factory=list)
    rung: Counter[UUID] = field(default_factory=Counter)

    def begin(self) -> None:
        """Plan a daily call for everybody, spread over the late morning."""
        with self.database.writing(self.scope) as session:
            a_town(session)
            centre = a_centre(session)
            staff = a_staff_account(session, roles=(Role.COORDINATOR,), centre=centre)
            a_contact_point(session, session.get_one(Person, staff.person_id))
            for number in range(self.people):
                resident = a_resident(session, centre=centre)
                wish = CheckInWish(local_time=_spread(number))
                plan_check_ins(session, person_id=resident.id, wish=wish, by=BY, now=NOW)
                self.residents.append(resident.id)

    def live(self, days: int) -> None:
        """Let days pass; on some of them the worker sleeps through everything."""
        for _ in range(days):
            began = self.clock()
            if (began - NOW).days % OVERSLEPT_EVERY != OVERSLEPT_EVERY - 1:
                while self.clock() < began + AWAKE:
                    self.clock.advance(STEP)
                    self._work()
            self.clock.at = began + DAY

    def _work(self) -> None:
        networks = Networks(texts=self.texts, calls=self.calls)
        tools = Tools(database=self.database, networks=networks, clock=self.clock)
        for job in JOBS:
            job.run(tools)
        heard, self.calls.sent = self.calls.sent, []
        self.texts.sent.clear()
        for call in heard:
            self._pick_up(call)

    def _pick_up(self, call: Parcel) -> None:
        """Most press 1, some ask for help, some let it ring."""
        with self.database.writing(AllTowns()) as session:
            message = find_message(session, call.message_id, alone=True)
            assert message is not None
            self.rung[message.id] += 1
            if message.to_person_id not in self.residents:
                return  # staff let an alert ring, and find it on their page
            key = self._mood(message.to_person_id)
            if key is not None:
                record_keypress(
                    session,
                    message=message,
                    provider="memory",
                    call_sid=f"call-{message.id}",
                    key=key,
                    by=BY,
                    now=self.clock(),
                )

    def _mood(self, resident_id: UUID) -> str | None:
        """The same in every run, whatever the order of the calls."""
        chosen = random.Random(f"{self.residents.index(resident_id)} {self.clock()}")  # noqa: S311
        return chosen.choices(("1", "2", None), weights=(16, 4, 10))[0]


def _spread(number: int) -> time:
    minutes = (number * 17) % ((LAST_ASKED.hour - FIRST_ASKED.hour) * 60)
    return (datetime.combine(NOW, FIRST_ASKED) + timedelta(minutes=minutes)).time()


@contextmanager
def flat_memory(weeks: Weeks, *, after_days: int, days: int) -> Iterator[list[int]]:
    """Live the last days under a count of what the process keeps."""
    grown: list[int] = []
    weeks.live(after_days)
    gc.collect()
    tracemalloc.start()
    try:
        weeks.live(1)
        gc.collect()
        before, _ = tracemalloc.get_traced_memory()
        weeks.live(days - after_days - 1)
        gc.collect()
        grown.append(tracemalloc.get_traced_memory()[0] - before)
    finally:
        tracemalloc.stop()
    yield grown


def by_plan(slots: Sequence[CheckInSlot]) -> Counter[UUID]:
    return Counter(slot.plan_id for slot in slots)


@pytest.mark.timeout(0)
def test_weeks_of_check_ins_lose_nothing_and_pile_nothing_up(database, town_scope, full_size):
    people, days = (50, 60) if full_size else (8, 10)
    weeks = Weeks(database, town_scope, people)
    weeks.begin()

    with flat_memory(weeks, after_days=8, days=days) as grown:
        pass

    with database.reading(AllTowns()) as session:
        slots = session.scalars(select(CheckInSlot)).all()
        questions = session.scalars(
            select(Message).where(Message.kind == MessageKind.CHECK_IN)
        ).all()
        alerts = session.scalars(select(Alert)).all()
        owed = session.scalars(
            select(CallTask).where(CallTask.kind == CallTaskKind.NOT_ASKED)
        ).all()

    # Every resident has one slot for each day, the overslept days too.
    asked_days = (weeks.clock() - NOW) // DAY
    assert set(by_plan(slots).values()) == {asked_days}
    assert len(by_plan(slots)) == people
    assert len({(slot.plan_id, slot.due_at) for slot in slots}) == people * asked_days
    # Every slot has come to an end that a person can see.
    ends = {SlotStatus.ANSWERED, SlotStatus.HELP_ASKED, SlotStatus.SILENT, SlotStatus.NOT_ASKED}
    assert {slot.status for slot in slots} == ends
    assert not [slot for slot in slots if slot.next_rung_at is not None]
    # Nobody's telephone rang twice for one question, and none was forgotten.
    not_asked = {slot.id for slot in slots if slot.status is SlotStatus.NOT_ASKED}
    assert Counter(one.slot_id for one in questions) == Counter(
        slot.id for slot in slots if slot.id not in not_asked
    )
    assert set(weeks.rung.values()) == {1}
    # Whoever stayed silent, or asked for help, has somebody told; whoever was missed, a call owed.
    troubled = {
        slot.id for slot in slots if slot.status in {SlotStatus.SILENT, SlotStatus.HELP_ASKED}
    }
    told = {alert.slot_id: alert for alert in alerts if alert.kind is not AlertKind.CALL_OVERDUE}
    assert troubled <= set(told)
    # A later day's answer settled the others: whoever was alarmed heard so.
    assert {told[each].ended_by for each in set(told) - troubled} <= {AlertEnd.ALL_CLEAR}
    # Nobody here makes the calls that are owed: somebody is told of that.
    assert {alert.kind for alert in alerts} >= {AlertKind.CALL_OVERDUE}
    assert {task.slot_id for task in owed} == not_asked
    assert grown[0] < MOST_KEPT_BYTES
