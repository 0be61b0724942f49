"""The locks satisfy pyproject.toml: checked without the internet."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKS = {"requirements.txt": "users", "tests/requirements.txt": "developers"}
MEASURED = "tests/benchmarks/openfisca/requirements.txt"
ORACLE = "tests/benchmarks/optimum/requirements.txt"
OPTIMIZE = "deploy/optimize/requirements.txt"
PIN = r"^([A-Za-z0-9._-]+)(?:\[[^\]]+\])?==([^\s;\\]+)"


def locked(text: str) -> dict[str, list[str]]:
    """The versions a lock pins, for each package (several when a marker divides them)."""
    pins: dict[str, list[str]] = {}
    for name, version in re.findall(PIN, text, re.MULTILINE):
        pins.setdefault(canonicalize_name(name), []).append(version)
    return pins


def unsatisfied(requirements: list[str], lock: str) -> list[str]:
    pins = locked(lock)
    return [
        str(requirement)
        for requirement in map(Requirement, requirements)
        if not any(
            requirement.specifier.contains(version, prereleases=True)
            for version in pins.get(canonicalize_name(requirement.name), [])
        )
    ]


def unhashed(lock: str) -> list[str]:
    logical = lock.replace("\\\n", " ").splitlines()
    pins = [line for line in logical if "==" in line and not line.lstrip().startswith("#")]
    return [line for line in pins if "--hash=sha256:" not in line]


def test_the_users_lock_has_what_the_project_needs():
    needs = PROJECT["project"]["dependencies"]
    assert unsatisfied(needs, (ROOT / "requirements.txt").read_text()) == []


def test_the_developers_lock_has_that_and_what_tests_need():
    needs = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
    assert unsatisfied(needs, (ROOT / "tests/requirements.txt").read_text()) == []


def test_both_locks_pin_the_same_versions():
    users, developers = (locked((ROOT / name).read_text()) for name in LOCKS)
    assert {name: developers.get(name) for name in users} == users


def test_what_is_only_measured_stays_out_of_both_locks():
    assert "openfisca-core" in locked((ROOT / MEASURED).read_text())
    for name in LOCKS:
        assert "openfisca-core" not in locked((ROOT / name).read_text())


def test_the_lock_of_the_extra_is_the_users_own_and_what_the_extra_needs():
    users, extra = (locked((ROOT / name).read_text()) for name in ("requirements.txt", OPTIMIZE))
    assert {name: extra.get(name) for name in users} == users
    needs = PROJECT["project"]["optional-dependencies"]["optimize"]
    assert unsatisfied(needs, (ROOT / OPTIMIZE).read_text()) == []
    assert "ortools" not in users


def test_the_oracle_runs_on_what_the_extra_runs_on():
    oracle, extra = (locked((ROOT / name).read_text()) for name in (ORACLE, OPTIMIZE))
    assert "highspy" in oracle.keys() - extra.keys()
    assert oracle["numpy"] == extra["numpy"]


@pytest.mark.parametrize("name", [*LOCKS, MEASURED, ORACLE, OPTIMIZE])
def test_every_pin_has_its_hashes_and_no_address(name):
    text = (ROOT / name).read_text()
    assert unhashed(text) == []
    assert not re.search(r"://|^-", text, re.MULTILINE)


def test_a_lock_that_lags_behind_is_noticed():
    lock = "flask[async]==3.0.0 \\\n    --hash=sha256:00\nnumpy==2.4.0\n"
    assert unsatisfied(["flask>=3.1", "numpy", "babel"], lock) == ["flask>=3.1", "babel"]
    assert unsatisfied(["flask[async]>=2"], lock) == []
    assert unhashed(lock) == ["numpy==2.4.0"]
