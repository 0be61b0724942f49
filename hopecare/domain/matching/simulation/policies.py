"""Ways of asking to compare: what towns do today, and ours."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from hopecare.domain.matching.asking_desk import AskingDesk, Happened
from hopecare.domain.matching.simulation.districts import Districts
from hopecare.domain.matching.waves import DAY, HOUR, RULES, OpenNeed, Person, is_quiet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hopecare.domain.matching.simulation.town import Coming, SimulatedTown
    from hopecare.domain.matching.waves import WaveRules

CALLS_A_LOOK: Final = 3
"""Four people with a telephone in working hours: one call takes each of them some 13 minutes, with
looking up, ringing until somebody answers, talking and noting."""
WORK_FROM, WORK_UNTIL = 9 * HOUR, 18 * HOUR
HALF_AN_HOUR: Final = 30
NEAREST: Final = 5
NEAR, THEN_ALL_AFTER = 20, 15
EVERYBODY: Final = 1_000_000


class Policy(Protocol):
    """A way of asking: sees what a town may see, and says whom to ask."""

    rings: bool
    """Whether people are rung up, and answer on the spot, rather than written to."""

    def take_up(self, coming: Coming) -> None:
        """A need has come."""

    def take_in(self, happened: Happened, *, need_id: str | None, volunteer: str, now: int) -> None:
        """Something became of an asking or of a task."""

    def ask(self, *, now: int, minute_of_day: int) -> list[tuple[str, str]]:
        """Whom to ask now for what."""

    def chance_of(self, need_id: str, volunteer: str) -> float | None:
        """How likely it holds a yes to what it has just asked; None where it does not foretell."""


@dataclass(slots=True)
class Simple:
    """What the usual ways share: who is free, what is open, and who was asked for it."""

    free: dict[str, int]
    rings: bool = False
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

    def chance_of(self, need_id: str, volunteer: str) -> float | None:
        """It foretells nothing."""
        del need_id, volunteer
        return None

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
        return _each_when_due(self, now, every=DAY, how_many=lambda _: EVERYBODY)


@dataclass(slots=True)
class NearThenAll(Simple):
    """The twenty nearest, and a quarter of an hour later everybody; the same each day."""

    def ask(self, *, now: int, minute_of_day: int) -> list[tuple[str, str]]:
        """Ask the near ones first."""
        del minute_of_day
        found: list[tuple[str, str]] = []
        for need_id in [each for each in self.open if now >= self.next_at[each]]:
            is_first = not any(now - at < DAY for at in self.asked[need_id].values())
            self.next_at[need_id] = now + (THEN_ALL_AFTER if is_first else DAY - THEN_ALL_AFTER)
            how_many = NEAR if is_first else EVERYBODY
            found += [(need_id, each) for each in self.nearest(need_id, how_many, now)]
        return found


@dataclass(slots=True)
class NearestFive(Simple):
    """The five nearest, and the next five after half an hour."""

    is_quiet_at_night: bool = False

    def ask(self, *, now: int, minute_of_day: int) -> list[tuple[str, str]]:
        """Ask five more."""
        if self.is_quiet_at_night and is_quiet(minute_of_day):
            return []
        return _each_when_due(self, now, every=HALF_AN_HOUR, how_many=lambda _: NEAREST)


@dataclass(slots=True)
class SomeLive(Simple):
    """So many askings at a time, by day; each no is replaced at once, silence after an hour."""

    most: int = 3

    def ask(self, *, now: int, minute_of_day: int) -> list[tuple[str, str]]:
        """Fill up to that many."""
        if is_quiet(minute_of_day):
            return []
        for need_id in self.open:
            asked = self.asked[need_id]
            self.live[need_id].difference_update(
                [each for each in self.live[need_id] if now - asked[each] >= HOUR]
            )
        return _each_when_due(
            self, now, every=0, how_many=lambda need_id: self.most - len(self.live[need_id])
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

    rings = False

    def __init__(self, town: SimulatedTown, rules: WaveRules, *, learns: bool = True) -> None:
        """Begin with what the town knows of its volunteers."""
        people = {volunteer: Person(free=free) for volunteer, free in town.places().items()}
        self.desk = AskingDesk(people, rules=rules, learns=learns)
        self.districts, self.day = Districts(rules), 0

    def take_up(self, coming: Coming) -> None:
        """Begin to ask."""
        facts, need_id = coming.need.facts, coming.need.need_id
        self.districts.comes(need_id, coming.district)
        self.desk.take_up(
            OpenNeed(
                need_id=need_id,
                opened_at=coming.at,
                deadline=coming.deadline,
                priority=coming.need.priority,
                people=coming.need.people,
                candidates=coming.candidates,
                known=str(facts.previous_helper_id) if facts.previous_helper_id else None,
                is_unserved=self.districts.is_unserved(need_id),
            )
        )

    def take_in(self, happened: Happened, *, need_id: str | None, volunteer: str, now: int) -> None:
        """Hand it on."""
        if happened is Happened.ACCEPT and need_id is not None:
            self.districts.is_helped(need_id)
        self.desk.take_in(happened, need_id=need_id, volunteer=volunteer, now=now)

    def ask(self, *, now: int, minute_of_day: int) -> list[tuple[str, str]]:
        """Ask the desk; once a day, look anew which districts find too few."""
        if now // DAY > self.day:
            self.day = now // DAY
            for need in self.desk.open.values():
                need.is_unserved = self.districts.is_unserved(need.need_id)
        return self.desk.ask(now=now, minute_of_day=minute_of_day)

    def chance_of(self, need_id: str, volunteer: str) -> float | None:
        """What the desk counts on."""
        return self.desk.open[need_id].waiting[volunteer][1]


THE_USUAL: Final[Mapping[str, Callable[[SimulatedTown], Policy]]] = {
    "phone list": lambda town: PhoneList(town.places(), rings=True),
    "broadcast": lambda town: Broadcast(town.places()),
    "near, then all": lambda town: NearThenAll(town.places()),
    "nearest five": lambda town: NearestFive(town.places()),
    "nearest five by day": lambda town: NearestFive(town.places(), is_quiet_at_night=True),
    "seven live": lambda town: SomeLive(town.places(), most=7),
    "three live": lambda town: SomeLive(town.places()),
}
"""What towns do without us."""


def ways_of_asking(rules: WaveRules) -> Mapping[str, Callable[[SimulatedTown], Policy]]:
    """Name the usual ways, and ours by these numbers."""
    return {
        **THE_USUAL,
        "ours": lambda town: Ours(town, rules),
        "ours without learning": lambda town: Ours(town, rules, learns=False),
    }


POLICIES: Final = ways_of_asking(RULES)
