"""Measures our engine and OpenFisca-Core on the same rules and households: `make bench-openfisca`.

OpenFisca runs in its own environment and process and answers yes or no; ours gives with it every
margin in won and percent and what would flip the answer. Ratios count, not seconds.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from hopecare.domain.eligibility.judging import fresh, judge
from hopecare.domain.eligibility.scenarios import judge_under
from hopecare.domain.eligibility.spans import YES
from hopecare.reading.scenario_file import read_scenarios
from tests.benchmarks.four.plain import LIMITS, households
from tests.benchmarks.openfisca.measuring import HOUSEHOLDS, RAISED_BY, best
from tests.benchmarks.test_population import CHUNK, DAY, FOUR, PROGRAMMES, explained, frame_of

ROOT = Path(__file__).parents[3]
RAISED = f"""
scenarios:
  raised: {{name: {{en: raised}}, set: {{livelihood_limit: "livelihood_limit * {RAISED_BY}"}}}}
"""
ROUNDING = 1.0
"""OpenFisca keeps money in 32 bits: within a won of a limit its answer may be the other one."""


def ours(said: dict[str, np.ndarray]) -> dict[str, float]:
    """Give the best CPU seconds of our engine, margins and flips included."""
    parts = [
        {key: values[start : start + CHUNK] for key, values in said.items()}
        for start in range(0, HOUSEHOLDS, CHUNK)
    ]
    frames = [frame_of(part) for part in parts]
    scenario = read_scenarios(RAISED.encode(), "raised.yaml", FOUR)[0]
    worked_out = [fresh(frame) for frame in frames]
    bases = [judge(FOUR, PROGRAMMES, frame) for frame in worked_out]

    def what_if() -> None:
        for frame, base in zip(worked_out, bases, strict=True):
            judge_under(FOUR, PROGRAMMES, frame, base, scenario, DAY)

    return {
        "with building": best(lambda: explained([frame_of(part) for part in parts])),
        "bare": best(lambda: explained(frames)),
        "what if": best(what_if),
    }


def theirs(said: dict[str, np.ndarray]) -> tuple[str, dict[str, float], dict[str, np.ndarray]]:
    """Give OpenFisca's version, its best CPU seconds and its verdicts."""
    with tempfile.TemporaryDirectory() as folder:
        told, found = Path(folder) / "households.npz", Path(folder) / "verdicts.npz"
        np.savez(told, allow_pickle=False, **said)
        python = ROOT / ".venv-openfisca" / "bin" / "python"
        module = "tests.benchmarks.openfisca.other_engine"
        command = [str(python), "-m", module, str(told), str(found)]
        answer = json.loads(
            subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
        )
        with np.load(found) as stored:
            verdicts = {name: stored[name] for name in LIMITS}
    return answer["version"], answer["seconds"], verdicts


def differing(said: dict[str, np.ndarray], verdicts: dict[str, np.ndarray]) -> int:
    """Count other answers; there are none but where 32 bits are too few."""
    judged = judge(FOUR, PROGRAMMES, fresh(frame_of(said)))
    others = 0
    for name, verdict in verdicts.items():
        margin = judged[name].criteria["income"].margin
        assert margin is not None
        other = (judged[name].verdict == YES) != verdict
        assert not (other & (np.abs(margin.lo) >= ROUNDING)).any(), name
        others += int(other.sum())
    return others


def main() -> None:
    """Print what was found beside the goals."""
    said = households(HOUSEHOLDS)
    version, their_seconds, verdicts = theirs(said)
    our_seconds = ours(said)
    goals = {"with building": 4.0, "bare": 1.0, "what if": 20.0}
    lines = [
        f"OpenFisca-Core {version}, {HOUSEHOLDS:,} households, four benefits, CPU time",
        f"answers that differ, within {ROUNDING:.0f} won of a limit: {differing(said, verdicts)}",
    ]
    for name, goal in goals.items():
        ratio = their_seconds[name] / our_seconds[name]
        lines.append(
            f"{name}: theirs {their_seconds[name] * 1000:.0f} ms,"
            f" ours {our_seconds[name] * 1000:.0f} ms: {ratio:.1f} times as fast (goal {goal:.0f})"
        )
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
