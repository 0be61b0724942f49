"""The worker slept: what was written meanwhile is heard first, and nobody is asked all at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.care_path import SlotStatus
from hopecare.domain.escalation import Rung
from hopecare.errors import ProviderSilentError
from hopecare.jobs.climb_ladders import climb_ladders
from hopecare.jobs.deliver import deliver
from hopecare.jobs.heartbeat import beat
from models import RungClimbed
from notifications.memory_sms import MemoryNetwork
from notifications.port import Heard
from tests.factories.people import a_phone, a_volunteer
from tests.jobs.test_ways_of_reaching import a_keyholder

AT_TEN_PAST = timedelta(minutes=10)
ASLEEP = timedelta(hours=3, minutes=10)
A_LOOK = timedelta(seconds=15)


@pytest.fixture
def channel_profile():
    return "two-way"


class Listing(MemoryNetwork):
    """A network whose list shows what was written, or that does not answer."""

    def __init__(self, *, silent_for=0):
        super().__init__()
        self.written = []
        self.silent_for = silent_for

    def heard(self, *, since):
        if self.silent_for:
            self.silent_for -= 1
            raise ProviderSilentError
        return [each for each in self.written if each.sent_at >= since]


@pytest.fixture
def asked(town):
    """Somebody was asked at ten past, there are two keyholders, and then the worker sleeps."""
    town.texts = Listing()
    with town.database.writing(town.scope) as session:
        for position in (1, 2):
            keyholder = a_volunteer(session, name=f"이웃{position}", phone=a_phone())
            a_keyholder(town, session, keyholder, position=position)
    town.work(AT_TEN_PAST)
    assert town.slot_status == SlotStatus.WAITING
    beat(town.tools, job="climb_ladders", handled=0)
    return town


def wakes(town, *, looks=1):
    for _ in range(looks):
        climb_ladders(town.tools)
        beat(town.tools, job="climb_ladders", handled=0)
        deliver(town.tools)
        town.clock.advance(A_LOOK)


def climbed(town):
    return [each.rung for each in town.rows(RungClimbed)]


def test_what_came_in_meanwhile_is_heard_before_anybody_is_asked(asked):
    said = Heard(
        provider_sid="SM1",
        from_number=asked.phone_of(asked.resident_id),
        body="1",
        sent_at=asked.clock() + timedelta(minutes=20),
    )
    asked.texts.written.append(said)
    asked.clock.advance(ASLEEP)
    wakes(asked, looks=4)
    assert asked.slot_status == SlotStatus.ANSWERED
    assert (climbed(asked), asked.alerts) == ([], [])


def test_the_coordinator_is_told_at_once_and_the_neighbours_keep_their_spacing(asked):
    asked.clock.advance(ASLEEP)
    wakes(asked)
    assert climbed(asked) == [Rung.REPEAT]
    assert len(asked.texts_to(asked.coordinator_id)) == 1
    wakes(asked, looks=20)
    assert climbed(asked) == [Rung.REPEAT]
    asked.clock.advance(timedelta(minutes=86))
    wakes(asked)
    assert climbed(asked) == [Rung.REPEAT, Rung.KEYHOLDER]
    asked.clock.advance(timedelta(minutes=15))
    wakes(asked)
    assert climbed(asked) == [Rung.REPEAT, Rung.KEYHOLDER]
    asked.clock.advance(timedelta(minutes=6))
    wakes(asked)
    assert climbed(asked) == [Rung.REPEAT, Rung.KEYHOLDER, Rung.KEYHOLDER]
    assert len(asked.alerts) == 1
    assert len(asked.texts_to(asked.coordinator_id)) == 1


def test_who_slept_until_the_coordinators_hour_tells_them_in_it(asked):
    asked.clock.advance(timedelta(hours=3))
    wakes(asked)
    assert climbed(asked) == [Rung.REPEAT]
    assert len(asked.texts_to(asked.coordinator_id)) == 1


def test_a_shorter_sleep_puts_off_neighbours_and_not_the_coordinator(asked):
    asked.clock.advance(timedelta(hours=1, minutes=50))
    wakes(asked)
    assert (climbed(asked), asked.alerts) == ([Rung.REPEAT], [])
    asked.clock.advance(timedelta(hours=1, minutes=10))
    wakes(asked)
    assert len(asked.texts_to(asked.coordinator_id)) == 1


def test_a_provider_that_stays_silent_holds_no_ladder_up_for_long(asked):
    asked.texts.silent_for = 100
    asked.clock.advance(ASLEEP)
    wakes(asked, looks=12)
    assert climbed(asked) == []
    wakes(asked)
    assert climbed(asked) == [Rung.REPEAT]
