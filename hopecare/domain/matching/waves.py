"""Whom to ask next for an open need: a small live set, ranked, capped, and never at night.

A wave asks just so many that somebody says yes with the wished-for chance, counting those who were
asked and have not answered. Everybody has a budget of being asked, and rest after it.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from hopecare.domain.matching.chances import BY_OWN_RATE, Chances, Signs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

HOUR: Final = 60
DAY: Final = 24 * HOUR
WEEK: Final = 7 * DAY
URGENT: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveRules:
    """The numbers of a policy; times in minutes; three numbers are for priorities 1 to 3."""

    wished_chance: tuple[float, float, float] = (0.25, 0.40, 0.80)
    last_chance: float = 0.97
    """Wished for when little time is left."""
    last_share: float = 0.25
    """What share of the time counts as little."""
    most_a_wave: int = 12
    next_wave_after: tuple[int, int, int] = (60, 40, 20)
    head_start: tuple[int, int, int] = (4 * HOUR, 45, 0)
    """How long the last helper is asked alone."""
    most_a_day: int = 1
    most_a_week: int = 3
    answer_within: int = 12 * HOUR
    """Silence after this is a no."""
    again_after: int = DAY
    quiet_from: int = 21 * HOUR
    quiet_until: int = 8 * HOUR
    metres_a_point: float = 8_333.0
    """0.12 of a rank for each kilometre, as the cost counts it."""
    a_task_held: float = 0.25
    an_asking_this_week: float = 0.12
    first_after_late_yes: float = 0.18
    """Whoever said yes too late comes first for the next one near them: 1,500 metres."""
    late_yes_counts: int = WEEK
    never_asked_for: int = 60 * DAY
    never_asked_bonus: float = 0.036
    """Being forgotten tires too: 300 metres."""


RULES: Final = WaveRules()


@dataclass(slots=True)
class Person:
    """What one volunteer was asked and holds; moments in minutes."""

    free: int
    asked: int = 0
    said_yes: int = 0
    active: int = 0
    askings: deque[int] = field(default_factory=deque)
    """Of the last week."""
    live_until: int = -1
    """One asking at a time."""
    late_yes_at: int | None = None
    last_asked_at: int = 0

    def asked_since(self, moment: int) -> int:
        """How often since then."""
        return len(self.askings) - bisect_right(self.askings, moment)


@dataclass(frozen=True, slots=True)
class Nearby:
    """One who may help: how far they are, and what they would cost in metres."""

    volunteer: str
    distance_m: float
    cost: float


@dataclass(slots=True, kw_only=True)
class OpenNeed:
    """One need that is being asked for."""

    need_id: str
    opened_at: int
    deadline: int
    priority: int
    people: int
    candidates: Sequence[Nearby]
    known: str | None = None
    """The last helper of this resident."""
    asked_at: dict[str, int] = field(default_factory=dict)
    waiting: dict[str, tuple[int, float]] = field(default_factory=dict)
    """Who has not answered: asked when, and how likely they say yes."""
    declined: set[str] = field(default_factory=set)
    filled: int = 0
    next_wave_at: int = 0

    @property
    def is_pressing(self) -> bool:
        """Whether the most pressing kind."""
        return self.priority >= URGENT

    def has_passed(self, share: float, now: int) -> bool:
        """Whether so much of its time is gone."""
        return now - self.opened_at >= share * (self.deadline - self.opened_at)


def is_quiet(minute_of_day: int, rules: WaveRules = RULES) -> bool:
    """Whether nobody is asked at this time of day."""
    return minute_of_day >= rules.quiet_from or minute_of_day < rules.quiet_until


def next_wave(
    need: OpenNeed,
    people: Mapping[str, Person],
    *,
    now: int,
    rules: WaveRules = RULES,
    chances: Chances = BY_OWN_RATE,
) -> list[tuple[str, float]]:
    """Choose whom to ask now, each with the chance of a yes; nobody where it is not time yet."""
    if now < need.next_wave_at or now >= need.deadline or need.filled >= need.people:
        return []
    in_order = _ranked(need, people, now, rules, chances)
    if (known := _head_start(need, in_order, now, rules)) is not None:
        return [known]
    missing = need.people - need.filled
    nobody_yet = [1.0] * missing
    for place, (_, likely) in enumerate(need.waiting.values()):
        nobody_yet[place % missing] *= 1 - likely
    chosen: list[tuple[str, float]] = []
    for volunteer, likely in in_order:
        place = max(range(missing), key=lambda at: nobody_yet[at])
        if 1 - nobody_yet[place] >= _wished(need, now, rules) or len(chosen) >= rules.most_a_wave:
            break
        nobody_yet[place] *= 1 - likely
        chosen.append((volunteer, likely))
    return chosen


def _wished(need: OpenNeed, now: int, rules: WaveRules) -> float:
    if need.has_passed(1 - rules.last_share, now):
        return rules.last_chance
    return rules.wished_chance[need.priority - 1]


def _ranked(
    need: OpenNeed, people: Mapping[str, Person], now: int, rules: WaveRules, chances: Chances
) -> list[tuple[str, float]]:
    """Whoever may be asked now, best first, ties by id, each with their chance."""
    found = []
    for near in _askable(need, people, now, rules):
        person = people[near.volunteer]
        likely = chances.of(signs_of(need, near, person, now))
        found.append((-_rank(near, person, likely, now, rules), near.volunteer, likely))
    return [(volunteer, likely) for _, volunteer, likely in sorted(found)]


def signs_of(need: OpenNeed, near: Nearby, person: Person, now: int) -> Signs:
    """What is known before this person is asked for this need."""
    return Signs(
        asked=person.asked,
        said_yes=person.said_yes,
        distance_m=near.distance_m,
        is_known=near.volunteer == need.known,
        asked_in_week=person.asked_since(now - WEEK),
        is_urgent=need.is_pressing,
    )


def _rank(near: Nearby, person: Person, likely: float, now: int, rules: WaveRules) -> float:
    rank = math.log(max(likely, 1e-6)) - near.cost / rules.metres_a_point
    rank -= rules.a_task_held * person.active
    rank -= rules.an_asking_this_week * person.asked_since(now - WEEK)
    if person.late_yes_at is not None and now - person.late_yes_at <= rules.late_yes_counts:
        rank += rules.first_after_late_yes
    if now - person.last_asked_at >= rules.never_asked_for:
        rank += rules.never_asked_bonus
    return rank


def _askable(
    need: OpenNeed, people: Mapping[str, Person], now: int, rules: WaveRules
) -> Iterator[Nearby]:
    """Everybody with a free place whose budget allows it, and who has not said no to this need."""
    # Where it presses, or half of the time is gone, people are asked twice as often at most.
    times = 2 if need.is_pressing or need.has_passed(0.5, now) else 1
    for near in need.candidates:
        person, last = people[near.volunteer], need.asked_at.get(near.volunteer)
        if person.free <= 0 or person.live_until > now or near.volunteer in need.declined:
            continue
        if last is not None and now - last <= rules.again_after:
            continue
        if person.asked_since(now - DAY) >= rules.most_a_day * times:
            continue
        if person.asked_since(now - WEEK) >= rules.most_a_week * times:
            continue
        yield near


def _head_start(
    need: OpenNeed, in_order: Sequence[tuple[str, float]], now: int, rules: WaveRules
) -> tuple[str, float] | None:
    """The last helper alone, in the first wave, where they may be asked and time allows it."""
    if need.known is None or need.asked_at or not rules.head_start[need.priority - 1]:
        return None
    del now
    return next((each for each in in_order if each[0] == need.known), None)
