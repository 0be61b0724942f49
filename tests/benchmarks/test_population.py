"""A million households, with margins, flips and gaps, against the same rules by hand in numpy.

Read the ratios of one group, not the times: the first of each group is yes or no only, complete.
"""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from hopecare.domain.eligibility.frame import Frame
from hopecare.domain.eligibility.judging import deciding, fresh, judge
from hopecare.domain.eligibility.scenarios import judge_under
from hopecare.domain.eligibility.spans import NO, YES, Span, known
from hopecare.reading.packs import load_pack
from hopecare.reading.scenario_file import read_scenarios
from tests.benchmarks.four.plain import four_benefits, households

FOUR = load_pack(Path(__file__).parent / "four")
DAY = date(2026, 6, 1)
PROGRAMMES = FOUR.programmes_on(DAY)
MANY = 1_000_000
FOUR_BENEFITS = "a million households, four benefits"
WHAT_IF = "what if one limit were another, a million households"
CHUNK = 16_384
"""Few enough for the processor's cache."""
RAISED = """
scenarios:
  raised: {name: {en: raised}, set: {livelihood_limit: "livelihood_limit * 1.1"}}
"""


def frame_of(said: dict[str, np.ndarray], missing: float = 0.0) -> Frame:
    """The households as the engine takes them, a share of every fact not known."""
    columns: dict[str, Span | np.ndarray] = {}
    chance = np.random.default_rng(7)
    for key, values in said.items():
        gone = chance.random(values.shape) < missing if missing else None
        if values.dtype == np.bool_:
            truth = np.where(values, YES, NO)
            columns[key] = truth if gone is None else np.where(gone, np.int8(0), truth)
        elif gone is not None:
            fact = FOUR.facts[key]
            columns[key] = Span(np.where(gone, fact.lo, values), np.where(gone, fact.hi, values))
        else:
            columns[key] = known(values)
    return Frame(len(said["size"]), columns, {}, FOUR.figures(DAY))


def chunks(missing: float = 0.0) -> list[Frame]:
    said = households(MANY)
    return [
        frame_of({key: values[start : start + CHUNK] for key, values in said.items()}, missing)
        for start in range(0, MANY, CHUNK)
    ]


def explained(frames: list[Frame]) -> dict[str, int]:
    """Verdict, margin in won and percent, and what flips it, for all four; the eligible counted."""
    eligible = dict.fromkeys(FOUR.programmes, 0)
    for frame in frames:
        judged = judge(FOUR, PROGRAMMES, fresh(frame))
        for programme in PROGRAMMES:
            columns = judged[programme.key]
            truths = {path: item.truth for path, item in columns.criteria.items()}
            for path in programme.criteria:
                deciding(programme, truths, path)
                margin, right = columns.criteria[path].margin, columns.criteria[path].right
                if margin is not None and right is not None:
                    np.divide(margin.lo * 100.0, right.lo)
            eligible[programme.key] += int((columns.verdict == YES).sum())
    return eligible


def plainly() -> dict[str, int]:
    said = households(MANY)
    parts = [
        {key: values[start : start + CHUNK] for key, values in said.items()}
        for start in range(0, MANY, CHUNK)
    ]
    return count_plainly(parts)


def count_plainly(parts: list[dict[str, np.ndarray]]) -> dict[str, int]:
    eligible = dict.fromkeys(FOUR.programmes, 0)
    for part in parts:
        for key, verdict in four_benefits(part).items():
            eligible[key] += int(verdict.sum())
    return eligible


@pytest.mark.benchmark(group=FOUR_BENEFITS, timer=time.process_time)
def test_by_hand_in_numpy_yes_or_no(benchmark):
    said = households(MANY)
    parts = [
        {key: values[start : start + CHUNK] for key, values in said.items()}
        for start in range(0, MANY, CHUNK)
    ]
    assert benchmark(count_plainly, parts)["livelihood"] > 0


@pytest.mark.benchmark(group=FOUR_BENEFITS, timer=time.process_time)
@pytest.mark.parametrize("missing", [0.0, 0.1], ids=["all known", "a tenth missing"])
def test_with_margins_and_flips(benchmark, missing):
    found = benchmark(explained, chunks(missing))
    if not missing:
        assert found == plainly()


@pytest.mark.benchmark(group=WHAT_IF, timer=time.process_time)
def test_a_scenario_on_households_judged_already(benchmark):
    scenario = read_scenarios(RAISED.encode(), "raised.yaml", FOUR)[0]
    frames = [fresh(frame) for frame in chunks()]
    bases = [judge(FOUR, PROGRAMMES, frame) for frame in frames]

    def again() -> int:
        return sum(
            int((judge_under(FOUR, PROGRAMMES, frame, base, scenario, DAY)["livelihood"].verdict
                 == YES).sum())
            for frame, base in zip(frames, bases, strict=True)
        )  # fmt: skip

    assert benchmark(again) > 0
