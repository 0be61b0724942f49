"""What a town wants to spend on texts and calls in a month, and what waits once that is spent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.delivery import MessageKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_PREFIX: Final = "cost_cap"


class CapMark(IntEnum):
    """At how many hundredths of the cap somebody is told."""

    NEAR = 80
    REACHED = 100


NEVER_HELD: Final[Mapping[MessageKind, str]] = MappingProxyType(
    {
        MessageKind.CHECK_IN: "somebody would not be asked whether they are well",
        MessageKind.CHECK_IN_REPEAT: "a rung of the ladder",
        MessageKind.ALERT: "somebody may be in danger, keyholders and staff are asked to act",
        MessageKind.ALERT_NEWS: "nobody would know who has taken it, or who wants no texts",
        MessageKind.DIGEST: "one text a morning, without which what waits is overlooked",
        MessageKind.ALL_CLEAR: "whoever was alarmed would go on looking",
        MessageKind.OFFER: "a need stands open, and a neighbour is asked",
        MessageKind.STAND_DOWN: "somebody would set out for nothing",
        MessageKind.TASK_DETAILS: "who said yes would not know where to go",
        MessageKind.THANKS: "it answers whoever wrote for help, with the emergency number",
        MessageKind.SIGN_IN_CODE: "whoever asked for it stands before a closed door",
    }
)
"""What goes out whatever it costs, each with its reason. Everything else (notices, broadcasts, and
any kind that comes later) is held once the month's money is spent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthCost:
    """What was spent in a month, what may be, and how much of it has no price."""

    spent_micros: int
    cap_micros: int
    """Nothing: no cap."""
    without_price: int

    @property
    def mark(self) -> CapMark | None:
        """The highest mark of the cap that was reached."""
        return mark_reached(self.spent_micros, self.cap_micros)

    @property
    def is_known(self) -> bool:
        """Whether there is anything to say: a cap, or something that was paid for."""
        return self.cap_micros > 0 or self.spent_micros > 0


def may_be_held(kind: MessageKind, *, is_about_check_in: bool) -> bool:
    """Whether these words may wait for money; a knock at a door is a check-in, told as a notice."""
    return kind not in NEVER_HELD and not is_about_check_in


def mark_reached(spent: int, cap: int) -> CapMark | None:
    """The highest mark that was reached; without a cap none ever is."""
    if cap <= 0:
        return None
    return next((mark for mark in reversed(CapMark) if spent * 100 >= cap * mark), None)


def cap_key(month: date, cap_micros: int, mark: CapMark) -> str:
    """Name the alert of one mark of one cap in one month: it is raised once, anew of a new cap."""
    return f"{_PREFIX}:{month:%Y-%m}:{cap_micros}:{mark.value}"


def cap_mark(key: str) -> CapMark | None:
    """Say which mark an alert is about, by its name."""
    return next((mark for mark in CapMark if _is_of(key, mark)), None)


def _is_of(key: str, mark: CapMark) -> bool:
    return key.startswith(f"{_PREFIX}:") and key.endswith(f":{mark.value}")
