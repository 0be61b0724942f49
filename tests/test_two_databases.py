"""A test that asks for a database runs on both kinds, or the whole run fails."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import RUN_VARIABLE

ROOT = Path(__file__).parents[1]
PLAIN_DATABASES = """
import pytest
from dataclasses import dataclass
@dataclass
class Plain:
    is_sqlite: bool
@pytest.fixture
def sqlite(): return Plain(is_sqlite=True)
@pytest.fixture
def postgresql(): return Plain(is_sqlite=False)
"""
"""What lies behind the two names is not asked here: no run starts a server and migrates it."""
HONEST = "def test_a(database): assert database\n"
SKIPPING = (
    "import pytest\ndef test_a(database):\n    if database.is_sqlite: pytest.skip('not now')\n"
)
CHOOSING = (
    "import pytest\n@pytest.mark.parametrize('database', ['sqlite'], indirect=True)\n" + HONEST
)


PAGE = "def test_a(database): assert database\ndef test_b(database): assert database\n"
MARK = "import pytest\npytestmark = pytest.mark.both_databases\n"
BOTH = MARK + PAGE
MARKED_SKIPPING = MARK + SKIPPING
SWEEPS = """
import pytest
@pytest.mark.sweep(one_in=4)
@pytest.mark.parametrize("case", range(12))
def test_few(database, case): pass
@pytest.mark.sweep(one_in=9, each="word")
@pytest.mark.parametrize("case", range(5))
@pytest.mark.parametrize("word", "ab")
def test_each(word, case): pass
"""


def run(folder: Path, *arguments: str, **texts: str) -> subprocess.CompletedProcess[str]:
    for name, text in texts.items():
        (folder / f"test_{name}.py").write_text(text)
    (folder / "conftest.py").write_text(PLAIN_DATABASES)
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    env.pop(RUN_VARIABLE, None)
    env |= {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider"]
    options = ["-q", "--rootdir", str(folder), "-c", os.devnull, "--import-mode=importlib"]
    return subprocess.run(
        [*command, *options, str(folder), *arguments],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("workers", [[], ["-n", "2"]], ids=["in one process", "in workers"])
def test_a_run_says_which_test_ran_on_one_database_only(tmp_path, workers):
    done = run(tmp_path, *workers, honest=HONEST, skipping=SKIPPING)
    said = [line for line in done.stdout.splitlines() if "RAN ON ONE DATABASE ONLY" in line]
    assert (len(said), "test_skipping" in said[0], done.returncode) == (1, True, 1), done.stdout
    assert "3 passed, 1 skipped" in done.stdout


def test_one_database_may_be_asked_for(tmp_path):
    done = run(tmp_path, "-k", "sqlite", honest=HONEST)
    assert ("1 passed" in done.stdout, done.returncode) == (True, 0), done.stdout


def test_a_test_written_for_one_database_is_refused_before_it_runs(tmp_path):
    done = run(tmp_path, choosing=CHOOSING)
    assert "ask for one database only" in done.stdout + done.stderr
    assert done.returncode == 4


def collected(folder: Path, *arguments: str) -> list[str]:
    said = run(folder, "--collect-only", *arguments).stdout
    return sorted(line for line in said.splitlines() if "::" in line)


TURNING = ("web", "blueprints", "services", "jobs", "commands", "journeys")
STAYING = ("queries", "faults", "demo")


def test_the_everyday_run_leaves_out_turns_and_most_cases_of_a_sweep_and_nothing_else(tmp_path):
    for place in (*TURNING, *STAYING):
        folder = tmp_path / "tests" / place
        folder.mkdir(parents=True)
        (folder / f"test_{place}.py").write_text(PAGE)
        (folder / f"test_marked_{place}.py").write_text(BOTH)
    (tmp_path / "test_sweep.py").write_text(SWEEPS)

    whole, everyday = collected(tmp_path), collected(tmp_path, "--everyday")
    left_out = set(whole) - set(everyday)
    turned = sorted(each.split("[")[0] for each in left_out if "sweep" not in each)
    assert turned == sorted(
        f"tests/{place}/test_{place}.py::test_{name}" for place in TURNING for name in "ab"
    )
    few = [each.split("[")[1].strip("]").split("-") for each in everyday if "test_few" in each]
    assert (len(few), len({case for _, case in few})) == (2 * 3, 3)
    words = [each.split("[")[1].split("-")[0] for each in everyday if "test_each" in each]
    assert words == ["a", "b"]
    assert len(whole) == 2 * 2 * 2 * len((*TURNING, *STAYING)) + 2 * 12 + 2 * 5


def test_a_marked_module_of_the_everyday_run_still_answers_for_both(tmp_path):
    services = tmp_path / "tests" / "services"
    services.mkdir(parents=True)
    (services / "test_marked.py").write_text(MARKED_SKIPPING)
    done = run(tmp_path, "--everyday")
    assert "RAN ON ONE DATABASE ONLY: tests/services/test_marked.py" in done.stdout, done.stdout
    assert done.returncode == 1
