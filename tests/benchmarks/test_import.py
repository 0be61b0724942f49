"""A large list comes in while somebody else keeps writing, as the check-ins do."""

from __future__ import annotations

import random
import threading
import time

from click.testing import CliRunner

from hopecare.clock import SetClock
from hopecare.commands.edge import Edge
from hopecare.commands.residents import residents
from hopecare.domain.identity import SystemActor
from hopecare.domain.runs import RunKind
from hopecare.services.advance_run import advance_run
from hopecare.services.start_run import start_run
from tests.factories.towns import NOW, a_town
from tests.reading.sheets_for_tests import csv_file

FULL, SMALL = 100_000, 300
SYLLABLES = "가나다라마바사아자차카타파하김이박최정강조윤"
# The database gives up after 30 s of waiting; half of that must be enough for the largest list.
LONGEST_WAIT_S = 15


def a_large_list(size):
    chosen = random.Random(1)  # noqa: S311  an invented list
    rows = [("이름", "연락처", "생년월일", "주소", "비고")]
    for number in range(size):
        name = "".join(chosen.choice(SYLLABLES) for _ in range(3))
        phone = f"010-0{number // 10_000:03d}-{number % 10_000:04d}"
        born = f"{1930 + number % 80}.{1 + number % 9}.{1 + number % 28}"
        rows.append((name, phone, born, f"남양주시 별길 {number}", f"메모 {number}"))
    return csv_file(rows, encoding="cp949")


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
                advance_run(session, run_id=self._run_id, done=self.writes)
            self.longest = max(self.longest, time.perf_counter() - began)
            self.writes += 1

    def stop(self):
        self._stop_asked.set()
        self.join()


def test_a_large_list_keeps_nobody_waiting_long(
    benchmark, database, town_scope, tmp_path, pytestconfig
):
    size = FULL if pytestconfig.getoption("benchmark_enable") else SMALL
    with database.writing(town_scope) as session:
        a_town(session)
    path = tmp_path / "large.csv"
    path.write_bytes(a_large_list(size))
    edge = Edge(database=database, clock=SetClock(NOW))
    writer = SmallWriter(database, town_scope)
    writer.start()

    def import_once():
        return CliRunner().invoke(residents, ["import", str(path), "--language", "en"], obj=edge)

    result = benchmark.pedantic(import_once, rounds=1)
    writer.stop()
    benchmark.extra_info |= {"rows": size, "longest_wait_s": round(writer.longest, 2)}
    # A few invented people share name and birth date by chance: those lines are named, no more.
    assert result.exit_code in {0, 3}, result.exception
    assert "Lines read: " + str(size) in result.output
    assert writer.writes > 0
    assert writer.longest < LONGEST_WAIT_S
