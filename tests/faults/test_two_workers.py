"""Two real worker processes on one database, started by mistake: nobody is asked twice."""

from __future__ import annotations

import base64
import os
import random
import subprocess
import sys
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from hopecare.clock import utc_now
from hopecare.database import AllTowns
from hopecare.domain.care_path import MessageStatus, SlotStatus
from hopecare.domain.identity import SystemActor
from hopecare.keyring import _derived
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from models import CheckInSlot, Heartbeat, Message, Town
from tests.factories.people import a_resident
from tests.factories.towns import a_town
from tests.faults.test_killed import TEST_SECRET
from tests.standin.twilio import TwilioStandIn

ROOT = Path(__file__).parents[2]
BY = SystemActor(name="test")
PATIENCE_S = 150
PATIENCE_EACH_S = 0.2
TAKES_OVER_S = 60
"""Generous: the machine may be busy. The goal is 2 s, and `make faults` says what was seen."""
QUIET_S = 12
"""Long enough for each worker to look for due check-ins and messages once more."""


def a_key(purpose: str) -> str:
    return base64.b64encode(_derived(TEST_SECRET, purpose)).decode()


def start_worker(database, twilio, folder, *words: str, says=None) -> subprocess.Popen[bytes]:
    settings = {
        "HOPECARE_ENVIRONMENT": "test",
        "HOPECARE_DATABASE_URL": database.url,
        "HOPECARE_DATA_DIR": str(folder),
        "HOPECARE_DATA_KEY": a_key("data"),
        "HOPECARE_BLIND_KEY": a_key("blind"),
        "HOPECARE_PUBLIC_BASE_URL": "https://care.example.org",
        "HOPECARE_TWILIO_ACCOUNT_SID": twilio.account_sid,
        "HOPECARE_TWILIO_AUTH_TOKEN": twilio.auth_token,
        "HOPECARE_TWILIO_FROM_NUMBER": twilio.number,
        "HOPECARE_TWILIO_API_BASE": twilio.base_url,
    }
    command = [sys.executable, "-m", "hopecare.worker", *words]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}, stderr=says)


def a_zone_at_noon(now: datetime) -> str:
    """A zone in which it is about noon, so that no quiet hours are on."""
    east = 12 - now.hour
    return "Etc/GMT" if east == 0 else f"Etc/GMT{-east:+d}"


def due_town(database, people: int, *, is_demonstration: bool = False) -> None:
    """People who are to be asked this very minute."""
    with database.writing(AllTowns()) as session:
        town = a_town(session, channel_profile="two-way", zone=a_zone_at_noon(utc_now()))
        town.is_demonstration = is_demonstration
        make_due(session, town, people)


def make_due(session, town, people: int) -> None:
    now = utc_now()
    for _ in range(people):
        resident = a_resident(session, town_id=town.id, address=None)
        wish = CheckInWish(local_time=(now + timedelta(minutes=5)).time())
        plan = plan_check_ins(session, person_id=resident.id, wish=wish, by=BY, now=now)
        plan.next_due_at = now


def rows(database, table):
    with database.reading(AllTowns()) as session:
        return list(session.scalars(select(table)).all())


def sent(database) -> int:
    left = select(func.count()).where(Message.sent_at.is_not(None))
    with database.reading(AllTowns()) as session:
        return session.scalar(left) or 0


def run_two_workers(database, twilio, folder, *, people: int) -> None:
    workers = [start_worker(database, twilio, folder) for _ in range(2)]
    try:
        deadline = time.monotonic() + PATIENCE_S + people * PATIENCE_EACH_S
        while sent(database) < people:
            assert time.monotonic() < deadline
            assert [worker.poll() for worker in workers] == [None, None]
            time.sleep(0.5)
        time.sleep(QUIET_S)
        assert [worker.poll() for worker in workers] == [None, None]
    finally:
        for worker in workers:
            worker.terminate()
    assert [worker.wait(timeout=PATIENCE_S) for worker in workers] == [0, 0]


@pytest.mark.timeout(500)
def test_two_workers_ask_everybody_once(database, tmp_path, full_size):
    people = 1500 if full_size else 40
    due_town(database, people)
    with TwilioStandIn() as twilio:
        run_two_workers(database, twilio, tmp_path, people=people)

    asked = Counter(text.fields["To"] for text in twilio.texts)
    assert (len(asked), set(asked.values())) == (people, {1})
    slots = rows(database, CheckInSlot)
    assert Counter(slot.status for slot in slots) == {SlotStatus.WAITING: people}
    assert {message.status for message in rows(database, Message)} == {MessageStatus.ACCEPTED}
    assert not any(message.possible_duplicate for message in rows(database, Message))
    assert rows(database, Heartbeat)


@pytest.mark.timeout(500)
def test_when_one_clock_is_killed_the_other_asks_everybody_once(database, tmp_path):
    people = 6
    with TwilioStandIn() as twilio:
        doomed, other = (start_worker(database, twilio, tmp_path) for _ in range(2))
        try:
            deadline = time.monotonic() + PATIENCE_S
            while not rows(database, Heartbeat):
                assert time.monotonic() < deadline
                time.sleep(0.2)
            doomed.kill()
            due_town(database, people)
            while sent(database) < people:
                assert time.monotonic() < deadline
                time.sleep(0.5)
        finally:
            doomed.kill()
            other.terminate()
        assert other.wait(timeout=PATIENCE_S) == 0

    asked = Counter(text.fields["To"] for text in twilio.texts)
    assert (len(asked), set(asked.values())) == (people, {1})


def until(is_so, *, within_s: float) -> float:
    """Wait until it is so, and say when that was."""
    deadline = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return time.monotonic()


def asked(database) -> int:
    with database.reading(AllTowns()) as session:
        return session.scalar(select(func.count()).select_from(Message)) or 0


@pytest.mark.timeout(600)
def test_the_clock_that_is_left_takes_over(database, tmp_path, full_size, say):
    """No clock waits for another one to die: what one leaves, the next look of the other finds."""
    rounds, people = (10, 150) if full_size else (2, 5)
    chance, waits = random.Random(6), []  # noqa: S311  moments of an example
    due_town(database, 0)
    with TwilioStandIn() as twilio:
        other = start_worker(database, twilio, tmp_path)
        try:
            until(lambda: rows(database, Heartbeat), within_s=PATIENCE_S)
            for turn in range(1, rounds + 1):
                killed_at = kill_beside(database, twilio, tmp_path, people, chance.uniform(0, 2))
                everybody = turn * people
                done_at = until(lambda: asked(database) >= everybody, within_s=TAKES_OVER_S)  # noqa: B023
                waits.append(done_at - killed_at)
            until(lambda: sent(database) >= rounds * people, within_s=PATIENCE_S * 2)
        finally:
            other.terminate()
        assert other.wait(timeout=PATIENCE_S) == 0

    counted = Counter(text.fields["To"] for text in twilio.texts)
    assert (len(counted), set(counted.values())) == (rounds * people, {1})
    assert len(rows(database, CheckInSlot)) == len(rows(database, Message)) == rounds * people
    say(
        f"{rounds} clocks killed: what was due was in the outbox {max(waits):.2f} s later at most,"
        f" {sorted(waits)[rounds // 2]:.2f} s in the middle (goal 2 s)"
    )


def kill_beside(database, twilio, folder, people: int, after_s: float) -> float:
    """Start a second clock, let people be due, and kill it so long afterwards; says when."""
    with (folder / "log").open("w+") as log:
        doomed = start_worker(database, twilio, folder, says=log)
        try:
            until(lambda: "worker started" in (folder / "log").read_text(), within_s=PATIENCE_S)
            with database.writing(AllTowns()) as session:
                make_due(session, session.scalars(select(Town)).one(), people)
            time.sleep(after_s)
        finally:
            doomed.kill()
            doomed.wait()
    return time.monotonic()


@pytest.mark.timeout(500)
def test_words_of_an_invented_town_stay_here_whoever_could_carry_them(database, tmp_path):
    due_town(database, 3, is_demonstration=True)
    with TwilioStandIn() as twilio:
        worker = start_worker(database, twilio, tmp_path, "once")
        assert worker.wait(timeout=PATIENCE_S) == 0

    assert twilio.taken == []
    assert sent(database) == len(rows(database, Message)) == 3
