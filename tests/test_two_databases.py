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


def run(folder: Path, text: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_sample.py").write_text(text)
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


@pytest.mark.parametrize(
    ("text", "arguments", "code", "words"),
    [
        pytest.param(HONEST, [], 0, "2 passed", id="on both"),
        pytest.param(HONEST, ["-k", "sqlite"], 0, "1 passed", id="one was asked for"),
        pytest.param(SKIPPING, [], 1, "RAN ON ONE DATABASE ONLY", id="skipped on one"),
        pytest.param(SKIPPING, ["-n", "2"], 1, "RAN ON ONE DATABASE ONLY", id="in workers"),
        pytest.param(CHOOSING, [], 4, "ask for one database only", id="written for one"),
    ],
)
def test_a_run_says_when_a_test_ran_on_one_database_only(tmp_path, text, arguments, code, words):
    done = run(tmp_path, text, *arguments)
    assert words in done.stdout + done.stderr
    assert done.returncode == code
