"""A test that asks for a database runs on both kinds, or the whole run fails."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import RUN_VARIABLE

ROOT = Path(__file__).parents[1]
HONEST = "def test_a(database): assert database\n"
SKIPPING = (
    "import pytest\ndef test_a(database):\n    if database.is_sqlite: pytest.skip('not now')\n"
)
CHOOSING = (
    "import pytest\n@pytest.mark.parametrize('database', ['sqlite'], indirect=True)\n" + HONEST
)


PAGE = "def test_a(database): assert database\ndef test_b(database): assert database\n"
BOTH = "import pytest\npytestmark = pytest.mark.both_databases\n" + PAGE


def run(folder: Path, *arguments: str, **texts: str) -> subprocess.CompletedProcess[str]:
    for name, text in texts.items():
        (folder / f"test_{name}.py").write_text(text)
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


def test_pages_take_turns_where_the_run_is_asked_to(tmp_path):
    pages = tmp_path / "tests" / "web"
    pages.mkdir(parents=True)
    (pages / "test_page.py").write_text(PAGE)
    (pages / "test_marked.py").write_text(BOTH)

    def collected(*arguments: str) -> list[str]:
        said = run(tmp_path, "--collect-only", *arguments, honest=HONEST).stdout
        return sorted(line for line in said.splitlines() if "::" in line)

    in_turns = collected("--by-turns")
    left_out = [each for each in collected() if each not in in_turns]
    assert (len(in_turns), len(left_out)) == (2 + 4 + 2, 2)
    assert {each.split("::")[0] for each in left_out} == {"tests/web/test_page.py"}
    assert collected("--by-turns") == in_turns
