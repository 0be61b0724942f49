"""`--solver`: an auction anywhere, a flow where OR-tools is installed; both prove what they say."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner

from hopecare.commands.matching import matching
from hopecare.domain.matching.flow import has_or_tools
from hopecare.domain.matching.proposing import Solver, propose
from tests.domain.matching.invented import invented_batch

EXAMPLE = Path(__file__).parent / "matching_example"
needs_or_tools = pytest.mark.skipif(
    not has_or_tools(), reason="OR-tools is not installed (make optimize)"
)


def solve(tmp_path, *options):
    out, report = tmp_path / "answer.csv", tmp_path / "report.json"
    files = ["--out", str(out), "--json", str(report)]
    done = CliRunner().invoke(matching, ["solve", str(EXAMPLE), *files, *options])
    return done, json.loads(report.read_text(encoding="utf-8")) if report.exists() else None


def test_the_best_solver_there_is_is_taken_and_named(tmp_path):
    _, found = solve(tmp_path)
    assert found["solver"] == ("flow" if has_or_tools() else "auction")
    _, asked = solve(tmp_path, "--solver", "auction")
    assert asked["solver"] == "auction"
    assert asked["lower_bound"] <= asked["cost"]


@pytest.mark.skipif(has_or_tools(), reason="OR-tools is installed")
def test_a_flow_without_or_tools_says_what_it_needs(tmp_path):
    done, found = solve(tmp_path, "--solver", "flow")
    assert done.exit_code == 1
    assert "A flow needs OR-tools" in done.output
    assert found is None


@needs_or_tools
@pytest.mark.parametrize("is_tight", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_a_flow_is_never_dearer_where_every_visit_is_one_helpers(seed, is_tight):
    batch = invented_batch(120, 150, seed=seed, is_tight=is_tight)
    batch = replace(batch, needs=[replace(need, people=1) for need in batch.needs])
    flow, auction = (
        propose(batch, solver=each).certificate for each in (Solver.FLOW, Solver.AUCTION)
    )
    assert flow.cost <= auction.cost
    assert flow.cost == pytest.approx(flow.lower_bound), "its own prices prove it exactly"


@needs_or_tools
@pytest.mark.parametrize("seed", range(6))
def test_a_flow_fills_visits_of_two_or_leaves_them_and_its_bound_is_true(seed):
    batch = invented_batch(120, 100, seed=seed, is_tight=True)
    answer = propose(batch, solver=Solver.FLOW)
    people = {need.need_id: need.people for need in batch.needs}
    filled = [pair.need_id for pair in answer.pairs]
    assert all(filled.count(need) == people[need] for need in set(filled))
    best = propose(batch, exactly=True).certificate
    assert answer.certificate.lower_bound <= best.cost
    assert best.lower_bound <= answer.certificate.cost


@needs_or_tools
def test_a_flow_keeps_what_the_last_list_held_where_that_costs_little():
    batch = invented_batch(60, 80, seed=3, is_tight=True)
    first = propose(batch, solver=Solver.FLOW)
    held: dict[str, set[UUID | str]] = {}
    for pair in first.pairs:
        held.setdefault(pair.need_id, set()).add(pair.helper_id)
    kept = {need_id: frozenset(helpers) for need_id, helpers in held.items()}
    again = propose(replace(batch, kept=kept), solver=Solver.FLOW)
    assert set(again.pairs) == set(first.pairs)
