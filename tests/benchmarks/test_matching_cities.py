"""Five cities at once, 50,000 needs and 500,000 helpers, by the exact flow: time and peak memory.

It needs OR-tools and some minutes: `make bench-optimum` runs it in an environment of its own, the
everyday run leaves it out.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.benchmarks.matching_files import write_instance

pytest.importorskip("ortools", reason="`make optimize` adds it")

CITIES, NEEDS, HELPERS = 5, 50_000, 500_000
GOAL_SECONDS, GOAL_MIB = 300, 2_048
SOLVE = ("-m", "flask", "--app", "wsgi", "matching", "solve")


@pytest.mark.timeout(7200)
def test_five_cities_from_files_to_proposals(benchmark, capsys, tmp_path):
    if benchmark.disabled:
        pytest.skip("measured by hand: `make bench-optimum`")
    folder = write_instance(
        tmp_path / "instance", NEEDS, HELPERS, kind="ample", seed=11, cities=CITIES
    )
    out, report = tmp_path / "answer.csv", tmp_path / "report.json"
    command = [sys.executable, *SOLVE, str(folder), "--out", str(out), "--json", str(report)]
    benchmark.pedantic(
        lambda: subprocess.run(command, check=True, capture_output=True), rounds=1, iterations=1
    )
    found = json.loads(report.read_text(encoding="utf-8"))
    seconds, mib = found["seconds"], found["peak_memory_mib"]
    with capsys.disabled():
        sys.stdout.write(
            f"\n{CITIES} cities, {NEEDS:,} x {HELPERS:,}: covered {found['covered']:.1%}, at most"
            f" {found['gap']:.3%} from the best possible, {seconds['whole']:.0f} s (goal"
            f" {GOAL_SECONDS}), of a processor {seconds['processor']:.0f} s, {mib:.0f} MiB (goal"
            f" {GOAL_MIB})\n"
        )
    assert found["lower_bound"] <= found["cost"]
    assert seconds["processor"] <= GOAL_SECONDS
    assert mib <= GOAL_MIB
