"""The ladders: whom we turn to, and how long after the question, while nobody answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from hopecare.domain.escalation import Rung

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

OWN: Final = "own"
"""The name of a ladder that was made for one resident."""
MOST_STEPS: Final = 8
SHORTEST_WAIT: Final = timedelta(minutes=5)
LONGEST_WAIT: Final = timedelta(hours=24)
"""Later than this the next check-in is due."""
LATE: Final = timedelta(minutes=5)
"""Whoever climbs later than this was away: nothing that was overslept follows at once."""
STAFF_RUNGS: Final = (Rung.COORDINATOR, Rung.SOCIAL_WORKER, Rung.EMERGENCY)
"""Each of them is turned to once: nobody is alerted twice for one thing."""
NEIGHBOURS: Final = (Rung.HELPER, Rung.KEYHOLDER)
"""Each such step turns to the next one who was not asked yet, in the order that was agreed on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One rung and its wait, counted from the moment the question was accepted by the network."""

    rung: Rung
    after: timedelta


Steps = tuple[Step, ...]


class Flaw(StrEnum):
    """What is wrong with a ladder."""

    NO_STEPS = "no_steps"
    TOO_MANY_STEPS = "too_many_steps"
    WAIT_OUT_OF_RANGE = "wait_out_of_range"
    WAITS_DO_NOT_RISE = "waits_do_not_rise"
    TURNED_TO_TWICE = "turned_to_twice"
    NOBODY_ON_DUTY = "nobody_on_duty"
    """Without the coordinator it may come to nobody: only an alert always has a reader."""
    ENDS_WITHOUT_STAFF = "ends_without_staff"
    EMERGENCY_TOO_EARLY = "emergency_too_early"
    """A person looks first, and decides."""


def flaw_of(steps: Sequence[Step]) -> Flaw | None:
    """Give the first thing that is wrong with a ladder, or None where it may be used."""
    found = (flaw for flaw, is_so in _FLAWS if is_so(steps))
    return next(found, None)


def step_at(steps: Sequence[Step], position: int) -> Step | None:
    """The step at this position, counted from 0; None above the last."""
    return steps[position] if position < len(steps) else None


def moment_of_next(
    steps: Sequence[Step], position: int, *, asked_at: datetime, at: datetime, nobody: bool
) -> datetime | None:
    """Say when the step after this one is due, which was climbed at `at`; None above the last.

    One that found nobody hurries the next, until the coordinator knows. A neighbour who was asked
    before their hour, because another could not go, has as long as they would have had at it; so
    has whoever was turned to long after theirs. The coordinator's own hour is kept all the same.
    """
    following = step_at(steps, position + 1)
    if following is None:
        return None
    step, due = steps[position], asked_at + following.after
    is_neighbour = step.rung in NEIGHBOURS
    knows = is_neighbour and Rung.COORDINATOR in _rungs(steps[:position])
    if nobody and not knows:
        return at
    in_turn = at + following.after - step.after
    if at - asked_at > step.after + LATE and following.rung is not Rung.COORDINATOR:
        hours = _hours_of_coordinator(steps, position, asked_at)
        return min([in_turn, *(hour for hour in hours if hour > at)])
    if is_neighbour and not nobody:
        due = min(due, in_turn)
    return max(at, due)


def is_past_alert(
    steps: Sequence[Step], position: int, *, asked_at: datetime, at: datetime
) -> bool:
    """Whether this step is climbed so late that the coordinator's hour has come before it."""
    is_late = at - asked_at > steps[position].after + LATE
    return is_late and any(hour <= at for hour in _hours_of_coordinator(steps, position, asked_at))


def _hours_of_coordinator(
    steps: Sequence[Step], position: int, asked_at: datetime
) -> list[datetime]:
    """When the coordinator is to be told, where a step above this one does."""
    above = steps[position + 1 :]
    return [asked_at + step.after for step in above if step.rung is Rung.COORDINATOR]


def steps_written(steps: Sequence[Step]) -> list[dict[str, Any]]:
    """Write a ladder as codes and minutes, to be kept with a plan."""
    return [
        {"step": step.rung.value, "minutes": int(step.after.total_seconds() // 60)}
        for step in steps
    ]


def steps_read(rows: Sequence[Mapping[str, Any]]) -> Steps:
    """Read a ladder as it was written."""
    return tuple(
        Step(rung=Rung(row["step"]), after=timedelta(minutes=row["minutes"])) for row in rows
    )


def _rungs(steps: Sequence[Step]) -> list[Rung]:
    return [step.rung for step in steps]


def _has_odd_wait(steps: Sequence[Step]) -> bool:
    return any(not SHORTEST_WAIT <= step.after <= LONGEST_WAIT for step in steps)


def _falls(steps: Sequence[Step]) -> bool:
    return any(later.after <= earlier.after for earlier, later in pairwise(steps))


def _turns_twice(steps: Sequence[Step]) -> bool:
    return any(_rungs(steps).count(rung) > 1 for rung in STAFF_RUNGS)


def _rushes(steps: Sequence[Step]) -> bool:
    rungs = _rungs(steps)
    return Rung.EMERGENCY in rungs and rungs.index(Rung.EMERGENCY) < rungs.index(Rung.COORDINATOR)


_FLAWS: Final = (
    (Flaw.NO_STEPS, lambda steps: not steps),
    (Flaw.TOO_MANY_STEPS, lambda steps: len(steps) > MOST_STEPS),
    (Flaw.WAIT_OUT_OF_RANGE, _has_odd_wait),
    (Flaw.WAITS_DO_NOT_RISE, _falls),
    (Flaw.TURNED_TO_TWICE, _turns_twice),
    (Flaw.NOBODY_ON_DUTY, lambda steps: Rung.COORDINATOR not in _rungs(steps)),
    (Flaw.ENDS_WITHOUT_STAFF, lambda steps: steps[-1].rung not in STAFF_RUNGS),
    (Flaw.EMERGENCY_TOO_EARLY, _rushes),
)
"""In this order: what comes later may take what comes before for granted."""
