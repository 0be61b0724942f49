"""A ladder rehearsed: what it would have done over check-ins that are past. Nothing is sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from hopecare.domain.escalation import Rung
from hopecare.domain.ladders import NEIGHBOURS, moment_of_next

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from hopecare.domain.asking import QuietHours
    from hopecare.domain.ladders import Steps

LOOKS_BACK: Final = timedelta(weeks=8)
LOOK_INS: Final = frozenset(NEIGHBOURS)
ALERTS: Final = frozenset({Rung.COORDINATOR, Rung.SOCIAL_WORKER})
WAKES: Final = LOOK_INS | ALERTS | {Rung.EMERGENCY}
"""What comes to somebody at night as well; nobody is asked again before morning."""
_COUNTED: Final = {
    "repeats": frozenset({Rung.REPEAT}),
    "calls": frozenset({Rung.CALL}),
    "look_ins": LOOK_INS,
    "alerts": ALERTS,
    "emergencies": frozenset({Rung.EMERGENCY}),
}
EVERYBODY: Final[Mapping[Rung, int]] = MappingProxyType({})
"""There is always one more to turn to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCheckIn:
    """One check-in that was asked, and when somebody knew that they were safe."""

    asked_at: datetime
    slot_id: UUID | None = None
    known_at: datetime | None = None
    """By an answer or an all-clear; None where it never came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Climbed:
    """One rung, turned to at a moment."""

    rung: Rung
    at: datetime
    slot_id: UUID | None = None
    """The check-in it belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """What a ladder asks of people and machines."""

    repeats: int = 0
    calls: int = 0
    """Automated ones."""
    look_ins: int = 0
    alerts: int = 0
    emergencies: int = 0
    at_night: int = 0
    """Of those that come to a person, how many in the quiet hours of whoever is woken."""


def replay(
    past: Iterable[PastCheckIn], steps: Steps, there_are: Mapping[Rung, int] = EVERYBODY
) -> list[Climbed]:
    """Give every rung this ladder would have climbed, had they answered at the same hours.

    `there_are` says how many there are to turn to, where it is not always one more: a rung without
    anybody costs nothing, and the next one follows as soon as on a real ladder.
    """
    return [each for check_in in past for each in climb(check_in, steps, there_are)]


def climb(
    check_in: PastCheckIn, steps: Steps, there_are: Mapping[Rung, int] = EVERYBODY
) -> Iterator[Climbed]:
    """Give the rungs one past check-in would have climbed, each with its moment."""
    left, asked_at = dict(there_are), check_in.asked_at
    at: datetime | None = asked_at + steps[0].after if steps else None
    for position, step in enumerate(steps):
        if at is None or (check_in.known_at is not None and at >= check_in.known_at):
            return
        nobody = left.get(step.rung) == 0
        if not nobody:
            yield Climbed(rung=step.rung, at=at, slot_id=check_in.slot_id)
            if step.rung in left:
                left[step.rung] -= 1
        at = moment_of_next(steps, position, asked_at=asked_at, at=at, nobody=nobody)


def effort_of(climbed: Iterable[Climbed], quiet: QuietHours, *, there: str | None = None) -> Effort:
    """Count rungs by what they ask of whom."""
    rows = rows_behind(climbed, quiet, there=there)
    return Effort(**{name: len(theirs) for name, theirs in rows.items()})


def rows_behind(
    climbed: Iterable[Climbed], quiet: QuietHours, *, there: str | None = None
) -> Mapping[str, Sequence[Climbed]]:
    """Give what is counted in each number of an effort, the newest first.

    Staff are woken by the clock of their town, whoever looks in by `there`: the plan's own clock.
    """
    nearby = replace(quiet, zone=there) if there else quiet
    every = sorted(climbed, key=lambda each: each.at, reverse=True)
    at_night = [
        each
        for each in every
        if each.rung in WAKES and is_night(each.at, nearby if each.rung in LOOK_INS else quiet)
    ]
    counted = {
        name: [each for each in every if each.rung in rungs] for name, rungs in _COUNTED.items()
    }
    return {**counted, "at_night": at_night}


def is_night(at: datetime, quiet: QuietHours) -> bool:
    """Say whether a moment falls in these quiet hours, which may span midnight."""
    clock = at.astimezone(ZoneInfo(quiet.zone)).time()
    if quiet.starts <= quiet.ends:
        return quiet.starts <= clock < quiet.ends
    return clock >= quiet.starts or clock < quiet.ends
