"""A PostgreSQL server that dies under the worker, again and again, loses and doubles nothing."""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy.exc import SQLAlchemyError

from hopecare.clock import SetClock
from hopecare.database import Database
from hopecare.jobs.deliver import deliver
from hopecare.migrations import migrate
from tests import servers
from tests.factories.towns import NOW
from tests.faults.conftest import SendingTown
from tests.standin.twilio import TwilioStandIn


class OwnServer:
    """A server of this test alone, which keeps what it said it has kept."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "postgresql"
        servers.start(folder, self.data, "-c synchronous_commit=on")
        self.url = f"postgresql://postgres@/postgres?host={self.data}"

    def restart(self) -> None:
        """Kill it in the middle of whatever it does, and start it again."""
        programs = Path((self.folder / "programs").read_text())
        servers.run(
            self.data, programs / "pg_ctl", "-D", str(self.data), "-m", "immediate", "-w",
            "-l", str(self.data / "server.log"), "restart",
        )  # fmt: skip

    def stop(self) -> None:
        servers.stop(self.folder)


@pytest.fixture
def server():
    """It lies where its own user can reach it."""
    folder = Path(tempfile.mkdtemp(prefix="care-own-server-"))
    folder.chmod(0o755)
    made = OwnServer(folder)
    yield made
    made.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.timeout(900)
def test_a_server_that_is_killed_while_texts_leave(server, full_size):
    people, restarts = (1500, 3) if full_size else (90, 2)
    database = Database(server.url)
    migrate(database)
    clock = SetClock(NOW)
    with TwilioStandIn(clock=clock, latency_s=0.05) as twilio:
        town = SendingTown(database, twilio, clock)
        for turn in range(restarts):
            town.owe(people // restarts)
            goal = len(twilio.texts) + 1 + turn * 5
            worker = threading.Thread(target=until_it_breaks, args=(town, deliver))
            worker.start()
            deadline = time.monotonic() + 120
            while len(twilio.texts) < goal and worker.is_alive():
                assert time.monotonic() < deadline
                time.sleep(0.002)
            server.restart()
            worker.join()
        for _ in range(10):
            town.settle(rounds=1)
        assert town.count() == (0, 0)
        assert set(town.statuses()) == {"accepted"}
    database.close()


def until_it_breaks(town, job):
    """A run that breaks is nothing: the clock runs it again."""
    with suppress(SQLAlchemyError):
        job(town.tools)
