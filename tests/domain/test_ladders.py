"""Whom we turn to while nobody answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.escalation import Rung
from hopecare.domain.ladders import (
    LONGEST_WAIT,
    MOST_STEPS,
    STAFF_RUNGS,
    Flaw,
    Step,
    flaw_of,
    moment_of_next,
    step_at,
    steps_read,
    steps_written,
)


def ladder(*steps: tuple[str, int]) -> tuple[Step, ...]:
    return tuple(Step(rung=Rung(rung), after=timedelta(minutes=minutes)) for rung, minutes in steps)


some_steps = st.lists(
    st.builds(
        Step,
        rung=st.sampled_from(Rung),
        after=st.integers(0, 1500).map(lambda minutes: timedelta(minutes=minutes)),
    ),
    max_size=MOST_STEPS + 2,
)


@pytest.mark.parametrize(
    ("steps", "flaw"),
    [
        (ladder(("repeat", 30), ("coordinator", 60)), None),
        (
            ladder(
                ("repeat", 10), ("call", 20), ("helper", 40), ("keyholder", 50), ("keyholder", 60),
                ("coordinator", 70), ("social_worker", 90), ("emergency", 120),
            ),
            None,
        ),
        ((), Flaw.NO_STEPS),
        (ladder(*[("repeat", 5 + each) for each in range(9)]), Flaw.TOO_MANY_STEPS),
        (ladder(("coordinator", 4)), Flaw.WAIT_OUT_OF_RANGE),
        (ladder(("coordinator", 24 * 60 + 1)), Flaw.WAIT_OUT_OF_RANGE),
        (ladder(("repeat", 30), ("coordinator", 30)), Flaw.WAITS_DO_NOT_RISE),
        (ladder(("coordinator", 30), ("repeat", 40), ("coordinator", 50)), Flaw.TURNED_TO_TWICE),
        (ladder(("repeat", 30), ("social_worker", 60)), Flaw.NOBODY_ON_DUTY),
        (ladder(("coordinator", 30), ("keyholder", 60)), Flaw.ENDS_WITHOUT_STAFF),
        (ladder(("emergency", 30), ("coordinator", 60)), Flaw.EMERGENCY_TOO_EARLY),
    ],
)  # fmt: skip
def test_each_flaw_is_named(steps, flaw):
    assert flaw_of(steps) is flaw


@given(some_steps)
def test_a_ladder_that_may_be_used_rises_and_comes_to_a_person_on_duty(steps):
    if flaw_of(steps) is not None:
        return
    waits = [step.after for step in steps]
    assert waits == sorted(set(waits))
    assert timedelta(0) < waits[0] <= waits[-1] <= LONGEST_WAIT
    assert steps[-1].rung in STAFF_RUNGS
    assert Rung.COORDINATOR in [step.rung for step in steps]


@given(some_steps)
def test_a_ladder_reads_as_it_was_written(steps):
    assert steps_read(steps_written(steps)) == tuple(steps)


@given(some_steps)
def test_steps_are_counted_from_the_first_and_end_above_the_last(steps):
    assert [step_at(steps, position) for position in range(len(steps))] == steps
    assert step_at(steps, len(steps)) is None


KEYHOLDERS = ladder(
    ("keyholder", 60), ("keyholder", 90), ("coordinator", 120), ("keyholder", 150),
    ("social_worker", 300),
)  # fmt: skip
TEN = datetime(2026, 11, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("position", "climbed_after", "nobody", "next_after"),
    [
        pytest.param(0, 60, False, 90, id="at its own hour"),
        pytest.param(0, 61, False, 90, id="a little late: the next keeps its hour"),
        pytest.param(1, 62, False, 92, id="before its hour: as long as it would have had"),
        pytest.param(1, 90, True, 90, id="found nobody: at once"),
        pytest.param(3, 150, True, 300, id="found nobody, but the coordinator knows"),
        pytest.param(2, 200, False, 230, id="long late: as long after as it would have been"),
        pytest.param(0, 200, False, 230, id="long late, a neighbour: likewise"),
        pytest.param(0, 100, False, 120, id="late: the coordinator's hour is kept"),
        pytest.param(0, 200, True, 200, id="long late, found nobody: at once"),
        pytest.param(1, 200, False, 200, id="long late: the coordinator at once"),
        pytest.param(2, 400, False, 430, id="later than all the rest: likewise"),
        pytest.param(3, 400, False, 550, id="long late, other staff: likewise"),
        pytest.param(4, 300, False, None, id="the last"),
    ],
)
def test_when_the_next_step_is_due(position, climbed_after, nobody, next_after):
    at = TEN + timedelta(minutes=climbed_after)
    due = moment_of_next(KEYHOLDERS, position, asked_at=TEN, at=at, nobody=nobody)
    assert due == (None if next_after is None else TEN + timedelta(minutes=next_after))
