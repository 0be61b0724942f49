"""What is due in a case: kinds of due things, whether they have an hour or only a day, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import date

SILENT_DAYS: Final = "cases.silent_days"
A_WEEK: Final = timedelta(days=7)
LATEST: Final = 2**40
"""In seconds: behind everything that has a moment."""


class DueKind(StrEnum):
    """What may be the next thing to do in a case."""

    CRISIS = "crisis"
    """Somebody is in a crisis and there is no all-clear: before everything else."""
    ALERT = "alert"
    WORRY = "worry"
    CALL = "call"
    REFERRAL = "referral"
    """The day by which an office answers."""
    NEED = "need"
    """Something is needed and nobody helps yet."""
    GOAL = "goal"
    """A goal of the plan is still open."""
    LEGAL_CLOCK = "legal_clock"
    """A day the law sets for an application or a crisis."""
    HAND_IN = "hand_in"
    """An application that was begun and is not with its office."""
    BRIDGE = "bridge"
    """An objection is with its office, and nobody has said who helps until its answer."""
    FOLLOW_UP = "follow_up"
    """A step after a refusal, or after less than was asked for."""
    CHECK_INS = "check_ins"
    """They agreed to be asked how they are, and nobody has planned it."""
    CLOSING = "closing"
    """Somebody proposed to close it, and this reader may say yes."""
    CLOSING_SENT_BACK = "closing_sent_back"
    """The reader's own proposal came back."""
    OWNERLESS = "ownerless"
    """Nobody steers it."""
    TRANSFER = "transfer"
    """It is offered to a colleague who has not answered."""
    TRANSFER_DECLINED = "transfer_declined"
    """A colleague does not take it over."""
    REVIEW = "review"


DAYS: Final = frozenset(
    {
        DueKind.REFERRAL,
        DueKind.NEED,
        DueKind.GOAL,
        DueKind.LEGAL_CLOCK,
        DueKind.HAND_IN,
        DueKind.BRIDGE,
        DueKind.FOLLOW_UP,
        DueKind.REVIEW,
    }
)
"""What is due within a day, not at an hour: late from the next midnight."""
QUIET: Final = frozenset({DueKind.CHECK_INS})
"""What is proposed and owed to nobody: named where nothing else is due, and never late."""
FOLLOW_WITHIN: Final = A_WEEK
"""Within so long of a decision somebody has taken its first step: objections have short days."""
BRIDGE_WITHIN: Final = timedelta(days=3)
"""Within so long of an objection it is said who helps until its answer: a month may lie ahead."""
PLAN_WITHIN: Final = timedelta(days=3)
"""Within so long of opening a case, check-ins are planned for whoever agreed to them."""


class Place(IntEnum):
    """What stands before what whatever its hour; within one place the earlier first."""

    FIRST = 0
    """A crisis, and what is late of an emergency."""
    LATE = 1
    AT_ONCE = 2
    """An emergency's, while it is in time."""
    OWED = 3
    LOW = 4
    """What waits for nothing else: a proposal, a call put off until later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where one thing stands once it is late, and before."""

    late: Place
    in_time: Place


OF_EMERGENCY: Final = Places(late=Place.FIRST, in_time=Place.AT_ONCE)


class DueWhen(StrEnum):
    """When the next thing of a case is due."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    """After today, within seven days."""
    NOTHING = "nothing"
    """Nothing is planned at all."""


def places_of(kind: DueKind) -> Places:
    """Say which stands first: a crisis, then what is late, what is owed, then proposals."""
    if kind is DueKind.CRISIS:
        return Places(late=Place.FIRST, in_time=Place.FIRST)
    if kind in QUIET:
        return Places(late=Place.LOW, in_time=Place.LOW)
    return Places(late=Place.LATE, in_time=Place.OWED)


class Whose(StrEnum):
    """Whose cases a desk shows."""

    MINE = "mine"
    CENTRE = "centre"
    NOBODY = "nobody"
    """Cases without anybody who steers them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskClock:
    """The hour at a desk, in the seconds by which everything due is put in one order."""

    now: datetime
    zone: str

    @property
    def seconds(self) -> int:
        """This moment."""
        return int(self.now.timestamp())

    @property
    def shift(self) -> int:
        """How far the town's clock is ahead of UTC."""
        return int(
            (self.now.astimezone(ZoneInfo(self.zone)).utcoffset() or timedelta()).total_seconds()
        )

    @property
    def today(self) -> date:
        """The day in the town."""
        return self.now.astimezone(ZoneInfo(self.zone)).date()

    def span(self, when: DueWhen) -> tuple[int, int]:
        """From which second until before which something is due then."""
        midnight = self._midnight_after(self.today)
        return {
            DueWhen.OVERDUE: (-LATEST, self.seconds),
            DueWhen.TODAY: (self.seconds, midnight),
            DueWhen.WEEK: (midnight, self._midnight_after(self.today + A_WEEK)),
            DueWhen.NOTHING: (LATEST, LATEST + 1),
        }[when]

    def _midnight_after(self, day: date) -> int:
        following = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(self.zone))
        return int(following.timestamp())
