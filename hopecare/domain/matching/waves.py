"""Whom to ask next for an open need: a small live set, ranked, capped, and never at night.

A wave asks just so many that somebody says yes with the wished-for chance, counting those who were
asked and have not answered. Everybody has a budget of being asked, and rest after it.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from hopecare.domain.matching.caps import Cap, cap_of
from hopecare.domain.matching.chances import BY_OWN_RATE, Chances, Signs
from hopecare.domain.matching.exploring import explored
from hopecare.domain.matching.sparing import spared_by
from hopecare.domain.matching.wave_facts import (
    DAY,
    HOUR,
    RULES,
    WEEK,
    Nearby,
    OpenNeed,
    Person,
    WaveRules,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "DAY",
    "HOUR",
    "RULES",
    "WEEK",
    "Chosen",
    "DecidedWave",
    "Nearby",
    "OpenNeed",
    "Person",
    "WaveRules",
    "decide_wave",
    "is_quiet",
    "next_look_after",
    "next_wave",
    "signs_of",
    "stands_until",
]


class Chosen(NamedTuple):
    """One who is asked: with which chance of a yes, and by which rank; higher is sooner."""

    volunteer: str
    chance: float
    rank: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedWave:
    """Whom to ask now, how likely somebody should say yes, and who is left in peace."""

    chosen: Sequence[Chosen] = ()
    wished: float = 0.0
    skipped: Mapping[Cap, int] = field(default_factory=dict)
    is_head_start: bool = False
    """The last helper alone."""
    explored: int = 0
    """How many stand in for somebody better placed, so that there is something to learn from."""


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
    if need.asked_at and need.filled < need.people and _is_enough(need, _wished(need, now, rules)):
        # Those who have not answered are enough: nobody else need be looked at.
        return []
    decided = decide_wave(need, people, now=now, rules=rules, chances=chances)
    return [(each.volunteer, each.chance) for each in decided.chosen]


def decide_wave(
    need: OpenNeed,
    people: Mapping[str, Person],
    *,
    now: int,
    rules: WaveRules = RULES,
    chances: Chances = BY_OWN_RATE,
    explore_seed: str | None = None,
) -> DecidedWave:
    """Decide a wave with everything its audit keeps; with a seed, a few are asked to learn from."""
    if now < need.next_wave_at or now >= need.deadline or need.filled >= need.people:
        return DecidedWave()
    skipped: Counter[Cap] = Counter()
    in_order = _ranked(need, people, now, rules, chances, skipped)
    wished = _wished(need, now, rules)
    if (known := _head_start(need, in_order, rules)) is not None:
        return DecidedWave(chosen=(known,), wished=wished, skipped=skipped, is_head_start=True)
    chosen, swapped = _enough(need, in_order, wished, rules), 0
    if explore_seed is not None:
        chosen, swapped = explored(chosen, in_order, seed=explore_seed)
    return DecidedWave(chosen=chosen, wished=wished, skipped=skipped, explored=swapped)


def next_look_after(need: OpenNeed, rules: WaveRules, *, is_head_start: bool) -> int:
    """How many minutes after a wave the next is looked at."""
    wait = rules.head_start if is_head_start else rules.next_wave_after
    return wait[need.priority - 1]


def stands_until(need: OpenNeed, rules: WaveRules, *, now: int, minute_of_day: int) -> int:
    """Say until when an offer made now, by day, stands; as `asking.lapses_at` counts."""
    within = rules.answer_within[need.priority - 1]
    beyond = within - (rules.quiet_from - minute_of_day)
    if beyond <= 0 or not rules.waits_for_morning[need.priority - 1]:
        return min(now + within, need.deadline)
    day = rules.quiet_from - rules.quiet_until
    nights = 1 + (beyond - 1) // day
    return min(now + within + nights * (DAY - day), need.deadline)


def _enough(
    need: OpenNeed, in_order: Sequence[Chosen], wished: float, rules: WaveRules
) -> list[Chosen]:
    """The best placed, until each missing place is filled with the wished-for chance."""
    nobody_yet = _nobody_yet(need)
    chosen: list[Chosen] = []
    for each in in_order:
        place = nobody_yet.index(max(nobody_yet))
        if 1 - nobody_yet[place] >= wished or len(chosen) >= rules.most_a_wave:
            break
        nobody_yet[place] *= 1 - each.chance
        chosen.append(each)
    return chosen


def _nobody_yet(need: OpenNeed) -> list[float]:
    """For each missing place, the chance that nobody of those who were asked says yes."""
    chances = [1.0] * (need.people - need.filled)
    for place, (_, likely) in enumerate(need.waiting.values()):
        chances[place % len(chances)] *= 1 - likely
    return chances


def _is_enough(need: OpenNeed, wished: float) -> bool:
    return 1 - max(_nobody_yet(need)) >= wished


def _wished(need: OpenNeed, now: int, rules: WaveRules) -> float:
    if need.has_passed(1 - rules.last_share, now):
        return rules.last_chance
    wished = rules.wished_chance[need.priority - 1]
    return min(rules.last_chance, wished * (rules.unserved_times if need.is_unserved else 1))


def _ranked(
    need: OpenNeed,
    people: Mapping[str, Person],
    now: int,
    rules: WaveRules,
    chances: Chances,
    skipped: Counter[Cap],
) -> list[Chosen]:
    """Whoever may be asked now, best first, ties by id, each with their chance."""
    found: list[tuple[float, str, float]] = []
    busy: list[tuple[float, str, float]] = []
    for near in need.candidates:
        person = people[near.volunteer]
        if (cap := cap_of(need, near, person, now, rules)) is not None:
            skipped[cap] += 1
            continue
        likely = chances.of(signs_of(need, near, person, now))
        helps_much = rules.most_load is not None and person.recent > rules.most_load
        place = (-_rank(near, person, likely, now, rules), near.volunteer, likely)
        (busy if helps_much else found).append(place)
    if found and busy:
        skipped[Cap.HELPS_MUCH] += len(busy)
    return [Chosen(volunteer, likely, -less) for less, volunteer, likely in sorted(found or busy)]


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
    rank -= spared_by(person.missed, rules)
    if person.late_yes_at is not None and now - person.late_yes_at <= rules.late_yes_counts:
        rank += rules.first_after_late_yes
    if now - person.last_asked_at >= rules.never_asked_for:
        rank += rules.never_asked_bonus
    return rank


def _head_start(need: OpenNeed, in_order: Sequence[Chosen], rules: WaveRules) -> Chosen | None:
    """The last helper alone, in the first wave, where they may be asked and time allows it."""
    if need.known is None or need.asked_at or not rules.head_start[need.priority - 1]:
        return None
    return next((each for each in in_order if each.volunteer == need.known), None)
