"""One run: needs come, a policy asks, invented people answer as they are."""

from __future__ import annotations

import copy
import random
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Final

from hopecare.domain.matching.asking_desk import Happened
from hopecare.domain.matching.simulation.people import (
    TASK_DAYS,
    answer_call,
    react,
    readiness,
)
from hopecare.domain.matching.waves import DAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from hopecare.domain.matching.simulation.people import Hidden
    from hopecare.domain.matching.simulation.policies import Policy
    from hopecare.domain.matching.simulation.town import Coming, SimulatedTown

LOOK_EVERY: Final = 10
"""Minutes between two looks at what is open."""


class Turn(StrEnum):
    """What is on its way to happen."""

    YES = "yes"
    NO = "no"
    OVER = "over"
    """A need's time."""
    TIME_AGAIN = "time_again"
    """A helper's task ends."""


@dataclass(slots=True)
class Fate:
    """What became of one need."""

    coming: Coming
    takers: list[tuple[int, str]] = field(default_factory=list)
    """Who took a place, and when."""

    @property
    def is_covered(self) -> bool:
        """Whether all its places were taken in time."""
        return len(self.takers) >= self.coming.need.people

    @property
    def covered_after(self) -> int | None:
        """Minutes until the last place was taken."""
        return self.takers[-1][0] - self.coming.at if self.is_covered else None


@dataclass(slots=True)
class Log:
    """Everything that is counted afterwards; moments in minutes."""

    fates: dict[str, Fate] = field(default_factory=dict)
    askings: list[tuple[int, str, str]] = field(default_factory=list)
    foretold: list[tuple[int, float, bool]] = field(default_factory=list)
    """When, how likely the policy held a yes, and whether it became one."""
    late: list[int] = field(default_factory=list)
    faults: int = 0
    """Askings of somebody without time, who does not fit, or who was asked for it within a day."""
    left: int = 0


@dataclass(slots=True)
class _Run:
    town: SimulatedTown
    policy: Policy
    chance: random.Random
    log: Log
    free: dict[str, int]
    row_of: dict[str, int]
    hidden: list[Hidden]
    near: dict[str, dict[str, float]] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)
    asked_at: dict[tuple[str, str], int] = field(default_factory=dict)
    events: list[tuple[int, int, Turn, str, str]] = field(default_factory=list)
    order: int = 0

    def put(self, at: int, what: Turn, need_id: str, volunteer: str = "") -> None:
        self.order += 1
        heappush(self.events, (at, self.order, what, need_id, volunteer))


def play(town: SimulatedTown, make: Callable[[SimulatedTown], Policy], *, seed: int) -> Log:
    """Run one policy through the whole town; the same seed gives the same run."""
    run = _Run(
        town=town,
        policy=make(town),
        chance=random.Random(seed),  # noqa: S311  an invented town is no secret
        log=Log(),
        free=town.places(),
        row_of={str(helper.helper_id): row for row, helper in enumerate(town.helpers)},
        hidden=copy.deepcopy(list(town.hidden)),
    )
    waiting = list(reversed(town.coming))
    for now in range(0, town.days * DAY, LOOK_EVERY):
        while waiting and waiting[-1].at <= now:
            _comes(run, waiting.pop())
        while run.events and run.events[0][0] <= now:
            at, _, what, need_id, volunteer = heappop(run.events)
            _happens(run, at, what, need_id, volunteer)
        for need_id, volunteer in run.policy.ask(now=now, minute_of_day=now % DAY):
            _is_asked(run, need_id, volunteer, now)
    run.log.left = sum(1 for each in run.hidden if each.has_left)
    return run.log


def _comes(run: _Run, coming: Coming) -> None:
    need_id = coming.need.need_id
    run.log.fates[need_id] = Fate(coming)
    run.near[need_id] = {each.volunteer: each.distance_m for each in coming.candidates}
    run.open.add(need_id)
    run.put(coming.deadline, Turn.OVER, need_id)
    run.policy.take_up(coming)


def _happens(run: _Run, at: int, what: Turn, need_id: str, volunteer: str) -> None:
    match what:
        case Turn.OVER:
            if need_id in run.open:
                run.open.discard(need_id)
                run.policy.take_in(Happened.EXPIRE, need_id=need_id, volunteer="", now=at)
        case Turn.TIME_AGAIN:
            run.free[volunteer] += 1
            run.policy.take_in(Happened.FREE, need_id=None, volunteer=volunteer, now=at)
        case Turn.NO:
            run.policy.take_in(Happened.DECLINE, need_id=need_id, volunteer=volunteer, now=at)
        case Turn.YES:
            _says_yes(run, at, need_id, volunteer)


def _says_yes(run: _Run, at: int, need_id: str, volunteer: str) -> None:
    if need_id not in run.open or run.free[volunteer] <= 0:
        run.log.late.append(at)
        run.hidden[run.row_of[volunteer]].late_at.append(at)
        run.policy.take_in(Happened.LATE, need_id=need_id, volunteer=volunteer, now=at)
        return
    run.free[volunteer] -= 1
    fate = run.log.fates[need_id]
    fate.takers.append((at, volunteer))
    if fate.is_covered:
        run.open.discard(need_id)
    run.put(
        at + int(run.chance.expovariate(1 / (TASK_DAYS * DAY))) + 1, Turn.TIME_AGAIN, "", volunteer
    )
    run.policy.take_in(Happened.ACCEPT, need_id=need_id, volunteer=volunteer, now=at)


def _is_asked(run: _Run, need_id: str, volunteer: str, now: int) -> None:
    last = run.asked_at.get((need_id, volunteer))
    distance = run.near.get(need_id, {}).get(volunteer)
    is_fault = need_id not in run.open or distance is None or run.free[volunteer] <= 0
    if is_fault or (last is not None and now - last < DAY):
        run.log.faults += 1
        return
    coming = run.log.fates[need_id].coming
    run.asked_at[need_id, volunteer] = now
    run.log.askings.append((now, need_id, volunteer))
    hidden = run.hidden[run.row_of[volunteer]]
    likely = readiness(
        hidden,
        kind=coming.kind,
        distance_m=distance or 0.0,
        is_known=coming.need.facts.previous_helper_id == volunteer,
        is_urgent=coming.need.priority == 3,  # noqa: PLR2004  the most pressing
        now=now,
    )
    answers = answer_call if run.policy.rings else react
    reaction = answers(hidden, likely, now, run.chance)
    if (said := run.policy.chance_of(need_id, volunteer)) is not None:
        run.log.foretold.append((now, said, reaction.says_yes))
    if reaction.after is not None:
        run.put(
            now + reaction.after, Turn.YES if reaction.says_yes else Turn.NO, need_id, volunteer
        )


def askings_by_person(log: Log, *, since: int) -> Counter[str]:
    """How often each was asked since a moment."""
    return Counter(volunteer for at, _, volunteer in log.askings if at >= since)
