"""Invented volunteers with what no policy can see: how ready they are, how they tire, when they go.

The constants are ours, set inside what studies of volunteer alerts report and so that the usual
ways of asking come out in the order and size that simulations of such programmes find. A real town
differs, so only differences between policies in the same town mean something.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from hopecare.domain.matching.waves import DAY, HOUR, WEEK

if TYPE_CHECKING:
    from random import Random

NIGHT_FROM, NIGHT_UNTIL = 21 * HOUR, 8 * HOUR

READY: Final = -1.3
"""Log odds of a yes of the usual person, close by and rested: one in five. Studies report responses
to between 17 and 47 % of alerts, most of them from the willing end of the spread below."""
READY_SPREAD: Final = 1.1
"""People differ more than anything else does: own history alone foretells four answers in five
(Khalemsky et al. 2023), so one in six says yes three times as readily as the middle one."""
TASTE_SPREAD: Final = 0.6
"""Half as much again by what is asked: somebody who cooks may not want to fill in papers."""
A_KILOMETRE: Final = -0.45
"""Each kilometre takes a third of the odds: acceptance falls to a tenth within five."""
KNOWN: Final = 1.2
"""Whoever visited before says yes three times as readily."""
URGENT: Final = 0.35
"""A pressing need moves people, a little."""
TIRED_BY_ASKING: Final = -0.35
"""Log odds for each asking of the last week: the third in a week meets half the readiness, so that
whoever writes to all every day hears almost only silence (Manshadi & Rodilitz 2022)."""
HEART_LOST: Final = -0.6
"""Per late yes of the last two weeks: to have offered in vain discourages."""
AT_NIGHT: Final = -1.5
"""Asleep."""
NO_ANSWER: Final = 0.6
"""Of those who do not say yes, how many say nothing at all: to say no is free, and few do."""
NOT_REACHED: Final = 0.3
"""Of calls in working hours, how many nobody takes."""
MUTE_CHANCE: Final = 0.2
"""How likely the fourth asking in a week makes somebody stop looking for a while."""
MUTE_DAYS: Final = 4
"""How long they do not look, on average."""
MEDIAN_REPLY: Final = 14
REPLY_SPREAD: Final = 1.3
"""Minutes until an answer, log-normal: half within a quarter of an hour, one in ten after 75."""
LEAVES: Final = 0.0028
"""Chance to leave on a message, before anything weighs on it: at two messages a week, a quarter of
the people in a year; about 30 % a year is what large programmes lose."""
LEAVES_BY_ASKING: Final = 0.06
"""Each further message of the week makes leaving 6 % likelier."""
LEAVES_AT_NIGHT: Final = 1.0
"""A message at night makes it nearly three times as likely."""
TASK_DAYS: Final = 10
"""How long a task holds its helper's place, on average."""
CALL_TAKES: Final = 5
"""Minutes until a call has its answer; whoever was not reached counts as a no for now."""


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


def answer_call(hidden: Hidden, likely: float, now: int, chance: Random) -> Reaction:
    """Let one person be rung up: they say yes or no there and then, or nobody answers."""
    hidden.asked_at.append(now)
    is_reached = not hidden.has_left and chance.random() >= NOT_REACHED
    says_yes = is_reached and chance.random() < likely
    return Reaction(says_yes=says_yes, after=CALL_TAKES)


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
