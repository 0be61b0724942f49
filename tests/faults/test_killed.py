"""A worker killed at any moment, without warning, loses nothing and doubles nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEST_SECRET = "the tests' invented secret"
"""The secret of the keyring in conftest.py."""
PATIENCE_S = 120
"""A busy machine may start a program for half a minute."""


def start_sender(town) -> subprocess.Popen[bytes]:
    """A process that sends for this town through its stand-in."""
    facts = {
        "SECRET": TEST_SECRET,
        "SID": town.twilio.account_sid,
        "TOKEN": town.twilio.auth_token,
        "NUMBER": town.twilio.number,
        "BASE": town.twilio.base_url,
        "URL": town.database.url,
        "NOW": town.clock().isoformat(),
    }
    words = [sys.executable, "-m", "tests.faults.sender"]
    return subprocess.Popen(words, cwd=ROOT, env={**os.environ, **facts})


def kill_after(town, taken: int) -> None:
    """Kill the process once the network has taken so many more texts."""
    goal = len(town.twilio.texts) + taken
    sender = start_sender(town)
    deadline = time.monotonic() + PATIENCE_S
    while len(town.twilio.texts) < goal and sender.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.002)
    sender.kill()
    sender.wait()


@pytest.mark.timeout(600)
def test_a_killed_worker_loses_and_doubles_nothing(town, full_size):
    people, kills = (1500, 40) if full_size else (60, 3)

    for turn in range(kills):
        town.owe(people // kills)
        kill_after(town, 1 + turn * 6)
        town.settle(rounds=1)
    town.settle(rounds=6)

    assert town.count() == (0, 0)
    assert set(town.statuses()) == {"accepted"}
