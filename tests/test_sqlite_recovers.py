"""While SQLite reads anew what a killed process left, others wait for it as for a writer."""

from __future__ import annotations

import subprocess
import sys
import time

from sqlalchemy import func, select

from hopecare.database import AllTowns
from models import Town
from tests.factories.towns import a_town

HELD_S = 0.5
RECOVERS = f"""
import fcntl, sys, time
with open(sys.argv[1], "r+b", buffering=0) as shared:
    for place in (120, 122):  # SQLite's own places for "I write" and "I read the log anew"
        fcntl.lockf(shared, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
    shared.write(bytes(136))  # the log's index is not to be trusted
    print("held", flush=True)
    time.sleep({HELD_S})
    print(time.monotonic(), flush=True)
"""
"""Says when it holds, and until when it surely did, by the clock that all processes share."""


def test_a_writer_waits_while_another_process_recovers(sqlite):
    with sqlite.writing(AllTowns()) as session:
        a_town(session)
    shared = f"{sqlite.engine.url.database}-shm"
    other = subprocess.Popen(
        [sys.executable, "-c", RECOVERS, shared], stdout=subprocess.PIPE, text=True
    )
    with other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        with sqlite.writing(AllTowns()) as session:
            assert session.scalar(select(func.count(Town.id))) == 1
            began = time.monotonic()
        assert began > float(other.stdout.readline()), "it had to wait"
    assert other.returncode == 0
