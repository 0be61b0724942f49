"""Invented volunteers with what no policy can see: how ready they are, how they tire, when they go.

The constants are ours, set inside what studies of volunteer alerts report (responses to between 17
and 47 % of alerts, and fewer with each further one); a real town differs, so only differences
between policies in the same town mean something.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from hopecare.domain.matching.waves import DAY, HOUR, WEEK

if TYPE_CHECKING:
    from random import Random

NIGHT_FROM, NIGHT_UNTIL = 21 * HOUR, 8 * HOUR

READY: Final = -1.75
"""Log odds of a yes of the usual person, close by, rested."""
READY_SPREAD: Final = 1.1
TASTE_SPREAD: Final = 0.6
A_KILOMETRE: Final = -0.45
KNOWN: Final = 1.2
URGENT: Final = 0.35
TIRED_BY_ASKING: Final = -0.3
"""For each asking of the last week."""
HEART_LOST: Final = -0.6
"""Per late yes of the last two weeks."""
AT_NIGHT: Final = -1.5
NO_ANSWER: Final = 0.6
"""Of those who do not say yes, how many say nothing at all."""
MUTE_CHANCE: Final = 0.2
MUTE_DAYS: Final = 4
MEDIAN_REPLY: Final = 14
REPLY_SPREAD: Final = 1.3
LEAVES: Final = 0.0005
"""Chance to leave on an asking, before anything weighs on it."""
LEAVES_BY_ASKING: Final = 0.55
LEAVES_AT_NIGHT: Final = 1.6
TASK_DAYS: Final = 10


@dataclass(slots=True, kw_only=True)
class Hidden:
    """What one invented volunteer is like."""

    ready: float
    tastes: dict[str, float]
    asked_at: list[int] = field(default_factory=list)
    late_at: list[int] = field(default_factory=list)
    mute_until: int = -1
    has_left: bool = False


@dataclass(frozen=True, slots=True)
class Reaction:
    """What an asking leads to: a yes or a no after so many minutes, or silence."""

    says_yes: bool = False
    after: int | None = None


def invented_hidden(kinds: frozenset[str], chance: Random) -> Hidden:
    """Draw one."""
    return Hidden(
        ready=chance.gauss(READY, READY_SPREAD),
        tastes={kind: chance.gauss(0, TASTE_SPREAD) for kind in sorted(kinds)},
    )


def readiness(
    hidden: Hidden, *, kind: str, distance_m: float, is_known: bool, is_urgent: bool, now: int
) -> float:
    """The true chance of a yes now."""
    recent = sum(1 for moment in hidden.asked_at if moment > now - WEEK)
    late = sum(1 for moment in hidden.late_at if moment > now - 2 * WEEK)
    odds = hidden.ready + hidden.tastes.get(kind, 0.0) + A_KILOMETRE * distance_m / 1000
    odds += (KNOWN if is_known else 0.0) + (URGENT if is_urgent else 0.0)
    odds += TIRED_BY_ASKING * recent + HEART_LOST * late + (AT_NIGHT if is_night(now) else 0.0)
    return 1 / (1 + math.exp(-odds))


def is_night(now: int) -> bool:
    """Whether people sleep or rest."""
    minute = now % DAY
    return minute >= NIGHT_FROM or minute < NIGHT_UNTIL


def react(hidden: Hidden, likely: float, now: int, chance: Random) -> Reaction:
    """Let one person be asked: they answer, stay silent, mute us for days, or leave."""
    recent = sum(1 for moment in hidden.asked_at if moment > now - WEEK)
    hidden.asked_at.append(now)
    if len(hidden.asked_at) > 64:  # noqa: PLR2004  a week never holds more that count
        hidden.asked_at = [moment for moment in hidden.asked_at if moment > now - 4 * WEEK]
    weight = LEAVES_BY_ASKING * recent + (LEAVES_AT_NIGHT if is_night(now) else 0.0)
    if chance.random() < LEAVES * math.exp(min(weight, 8.0)):
        hidden.has_left = True
    if hidden.has_left or hidden.mute_until > now:
        return Reaction()
    if chance.random() < MUTE_CHANCE * (1 + recent) / 4:
        hidden.mute_until = now + int(chance.expovariate(1 / (MUTE_DAYS * DAY)))
    after = max(1, int(chance.lognormvariate(math.log(MEDIAN_REPLY), REPLY_SPREAD)))
    if chance.random() < likely:
        return Reaction(says_yes=True, after=after)
    return Reaction() if chance.random() < NO_ANSWER else Reaction(after=after)
