"""A large list comes in while somebody else keeps writing, as the check-ins do."""

from __future__ import annotations

import random
import re
import sys
import threading
import time

import pytest
from click.testing import CliRunner
from sqlalchemy import event
from sqlalchemy.orm import Session

from hopecare.clock import SetClock
from hopecare.commands.edge import Edge
from hopecare.commands.residents import residents
from hopecare.database import BEGIN_WITH
from hopecare.domain.identity import SystemActor
from hopecare.domain.runs import RunKind
from hopecare.services.advance_run import advance_run
from hopecare.services.start_run import start_run
from tests.factories.towns import NOW, a_centre, a_town, an_area
from tests.reading.sheets_for_tests import csv_file

FULL, SMALL = 100_000, 300
SYLLABLES = "가나다라마바사아자차카타파하김이박최정강조윤"
HEADS = ("이름", "연락처", "생년월일", "주소", "동", "비고")
GOAL_S = 5
"""The longest time one transaction of an import may keep other writers waiting."""


def a_large_list(size):
    chosen = random.Random(1)  # noqa: S311  an invented list
    rows = [HEADS]
    for number in range(size):
        name = "".join(chosen.choice(SYLLABLES) for _ in range(3))
        phone = f"010-0{number // 10_000:03d}-{number % 10_000:04d}"
        born = f"{1930 + number % 80}.{1 + number % 9}.{1 + number % 28}"
        home = f"남양주시 별길 {number}"
        rows.append((name, phone, born, home, "진접읍", f"메모 {number}"))
    return csv_file(rows, encoding="cp949")


class LocksHeld:
    """How long each transaction of this thread lasted, from its beginning until others may write.

    Counted in this thread's own processor time, which a busy machine does not stretch. The server
    of PostgreSQL works in a process of its own, and keeps nobody waiting: there it says little.
    """

    def __init__(self):
        self.longest = 0.0
        self._thread = threading.get_ident()
        self._began = None

    def __enter__(self):
        event.listen(Session, "after_begin", self._begin)
        event.listen(Session, "after_commit", self._end)
        return self

    def __exit__(self, *_error):
        event.remove(Session, "after_begin", self._begin)
        event.remove(Session, "after_commit", self._end)

    def _begin(self, _session, _transaction, connection):
        if threading.get_ident() != self._thread:
            return
        # Reading, and filling temporary tables, begin with a plain BEGIN: it takes no lock.
        takes_none = "BEGIN" in connection.get_execution_options().get(BEGIN_WITH, ())
        self._began = None if takes_none else time.thread_time()

    def _end(self, _session):
        if threading.get_ident() == self._thread and self._began is not None:
            self.longest = max(self.longest, time.thread_time() - self._began)


class SmallWriter(threading.Thread):
    """Writes one small row again and again, and remembers its longest wait."""

    def __init__(self, database, scope):
        super().__init__(daemon=True)
        self.longest = 0.0
        self.writes = 0
        self._database = database
        self._scope = scope
        self._stop_asked = threading.Event()
        with database.writing(scope) as session:
            self._run_id = start_run(
                session,
                town_id=scope.town_id,
                kind=RunKind.EXPORT,
                total=10**9,
                by=SystemActor(name="benchmark"),
                now=NOW,
            ).id

    def run(self):
        while not self._stop_asked.wait(0.02):
            began = time.perf_counter()
            with self._database.writing(self._scope) as session:
                advance_run(session, run_id=self._run_id, done=self.writes, now=NOW)
            self.longest = max(self.longest, time.perf_counter() - began)
            self.writes += 1

    def stop(self):
        self._stop_asked.set()
        self.join()


@pytest.mark.timeout(1800)  # both sizes of database, on a machine that others use too
def test_a_large_list_keeps_nobody_waiting_long(
    benchmark, database, town_scope, tmp_path, pytestconfig, capsys
):
    size = FULL if pytestconfig.getoption("benchmark_enable") else SMALL
    with database.writing(town_scope) as session:
        a_town(session)
        an_area(session, covered_by=a_centre(session))
    path = tmp_path / "large.csv"
    path.write_bytes(a_large_list(size))
    edge = Edge(database=database, clock=SetClock(NOW))
    writer = SmallWriter(database, town_scope)
    writer.start()

    def import_once():
        return CliRunner().invoke(residents, ["import", str(path), "--language", "en"], obj=edge)

    with LocksHeld() as held:
        result = benchmark.pedantic(import_once, rounds=1)
    writer.stop()
    benchmark.extra_info |= {
        "rows": size,
        "longest_lock_s": round(held.longest, 2),
        "longest_wait_s": round(writer.longest, 2),
    }
    with capsys.disabled():
        sys.stdout.write(
            f"\n{benchmark.name}: {size} rows, longest transaction {held.longest:.2f} s,"
            f" {held.longest / GOAL_S:.2f} of the goal of {GOAL_S} s (CPU);"
            f" another writer waited {writer.longest:.2f} s at most, by the clock\n"
        )
    # A few invented people share name and birth date by chance: those lines are named, no more.
    assert result.exit_code in {0, 3}, result.exception
    assert "Lines read: " + str(size) in result.output
    added = re.search(r"New people: (\d+)", result.output)
    assert added
    assert int(added[1]) > size * 0.99
    assert writer.writes > 0
