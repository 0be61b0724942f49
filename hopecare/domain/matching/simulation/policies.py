"""Ways of asking to compare: what towns do today, and ours."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from hopecare.domain.matching.asking_desk import AskingDesk, Happened
from hopecare.domain.matching.waves import DAY, HOUR, OpenNeed, Person, is_quiet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hopecare.domain.matching.simulation.town import Coming, SimulatedTown

CALLS_A_LOOK: Final = 8
"""Four people with a telephone, two calls each in ten minutes, in working hours."""
WORK_FROM, WORK_UNTIL = 9 * HOUR, 18 * HOUR
HALF_AN_HOUR: Final = 30
NEAREST: Final = 5
LIVE: Final = 3


class Policy(Protocol):
    """A way of asking: sees what a town may see, and says whom to ask."""

    def take_up(self, coming: Coming) -> None:
        """A need has come."""

    def take_in(self, happened: Happened, *, need_id: str | None, volunteer: str, now: int) -> None:
        """Something became of an asking or of a task."""

    def ask(self, *, now: int, minute_of_day: int) -> list[tuple[str, str]]:
        """Whom to ask now for what."""


@dataclass(slots=True)
class Simple:
    """What the usual ways share: who is free, what is open, and who was asked for it."""

    free: dict[str, int]
    open: dict[str, Coming] = field(default_factory=dict)
    filled: dict[str, int] = field(default_factory=dict)
    asked: dict[str, dict[str, int]] = field(default_factory=dict)
    live: dict[str, set[str]] = field(default_factory=dict)
    next_at: dict[str, int] = field(default_factory=dict)

    def take_up(self, coming: Coming) -> None:
        """Keep it open."""
        need_id = coming.need.need_id
        self.open[need_id] = coming
        self.filled[need_id], self.next_at[need_id] = 0, 0
        self.asked[need_id], self.live[need_id] = {}, set()

    def take_in(self, happened: Happened, *, need_id: str | None, volunteer: str, now: int) -> None:
        """Count places; close what is filled or over."""
        del now
        if happened is Happened.FREE:
            self.free[volunteer] += 1
        elif happened is Happened.EXPIRE:
            self.open.pop(need_id or "", None)
        elif need_id in self.live:
            self.live[need_id].discard(volunteer)
        if happened is Happened.ACCEPT:
            self.free[volunteer] -= 1
            if need_id in self.open:
                self.filled[need_id] += 1
                if self.filled[need_id] >= self.open[need_id].need.people:
                    del self.open[need_id]

    def nearest(self, need_id: str, how_many: int, now: int) -> list[str]:
        """The nearest with time who were not asked for it in the last day."""
        asked = self.asked[need_id]
        fitting = sorted(
            (near.distance_m, near.volunteer)
            for near in self.open[need_id].candidates
            if self.free[near.volunteer] > 0 and now - asked.get(near.volunteer, -9 * DAY) > DAY
        )
        chosen = [volunteer for _, volunteer in fitting[:how_many]]
        for volunteer in chosen:
            asked[volunteer] = now
            self.live[need_id].add(volunteer)
        return chosen


@dataclass(slots=True)
class PhoneList(Simple):
    """Staff ring down the list, nearest first, in working hours."""

    def ask(self, *, now: int, minute_of_day: int) -> list[tuple[str, str]]:
        """Ring one after another."""
        if not WORK_FROM <= minute_of_day < WORK_UNTIL:
            return []
        waiting = sorted(self.open.values(), key=lambda each: (-each.need.priority, each.at))
        calls: list[tuple[str, str]] = []
        for coming in waiting:
            need_id = coming.need.need_id
            if len(calls) >= CALLS_A_LOOK:
                break
            calls += [(need_id, each) for each in self.nearest(need_id, 1, now)]
        return calls


@dataclass(slots=True)
class Broadcast(Simple):
    """Everybody who fits, once a day."""

    def ask(self, *, now: int, minute_of_day: int) -> list[tuple[str, str]]:
        """Ask them all."""
        del minute_of_day
        return _each_when_due(self, now, every=DAY, how_many=lambda _: 1_000_000)


@dataclass(slots=True)
class NearestFive(Simple):
    """The five nearest, and the next five after half an hour; at night too."""

    def ask(self, *, now: int, minute_of_day: int) -> list[tuple[str, str]]:
        """Ask five more."""
        del minute_of_day
        return _each_when_due(self, now, every=HALF_AN_HOUR, how_many=lambda _: NEAREST)


@dataclass(slots=True)
class ThreeLive(Simple):
    """Three askings at a time, by day; each no is replaced at once, silence after an hour."""

    def ask(self, *, now: int, minute_of_day: int) -> list[tuple[str, str]]:
        """Fill up to three."""
        if is_quiet(minute_of_day):
            return []
        for need_id, live in self.live.items():
            live.difference_update(
                [each for each in live if now - self.asked[need_id][each] >= HOUR]
            )
        return _each_when_due(
            self, now, every=0, how_many=lambda need_id: LIVE - len(self.live[need_id])
        )


def _each_when_due(
    policy: Simple, now: int, *, every: int, how_many: Callable[[str], int]
) -> list[tuple[str, str]]:
    """Ask for every open need whose time has come."""
    found = []
    for need_id in list(policy.open):
        if now < policy.next_at[need_id]:
            continue
        policy.next_at[need_id] = now + every
        wanted = max(0, how_many(need_id))
        found += [(need_id, each) for each in policy.nearest(need_id, wanted, now)]
    return found


class Ours:
    """The desk of the product."""

    def __init__(self, town: SimulatedTown, *, learns: bool = True) -> None:
        """Begin with what the town knows of its volunteers."""
        people = {str(helper.helper_id): Person(free=helper.max_active) for helper in town.helpers}
        self.desk = AskingDesk(people, learns=learns)

    def take_up(self, coming: Coming) -> None:
        """Begin to ask."""
        facts = coming.need.facts
        self.desk.take_up(
            OpenNeed(
                need_id=coming.need.need_id,
                opened_at=coming.at,
                deadline=coming.deadline,
                priority=coming.need.priority,
                people=coming.need.people,
                candidates=coming.candidates,
                known=str(facts.previous_helper_id) if facts.previous_helper_id else None,
            )
        )

    def take_in(self, happened: Happened, *, need_id: str | None, volunteer: str, now: int) -> None:
        """Hand it on."""
        self.desk.take_in(happened, need_id=need_id, volunteer=volunteer, now=now)

    def ask(self, *, now: int, minute_of_day: int) -> list[tuple[str, str]]:
        """Ask the desk."""
        return self.desk.ask(now=now, minute_of_day=minute_of_day)


def _places(town: SimulatedTown) -> dict[str, int]:
    return {str(helper.helper_id): helper.max_active for helper in town.helpers}


POLICIES: Final[Mapping[str, Callable[[SimulatedTown], Policy]]] = {
    "phone list": lambda town: PhoneList(_places(town)),
    "broadcast": lambda town: Broadcast(_places(town)),
    "nearest five": lambda town: NearestFive(_places(town)),
    "three live": lambda town: ThreeLive(_places(town)),
    "ours": Ours,
    "ours without learning": lambda town: Ours(town, learns=False),
}
