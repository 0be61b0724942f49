"""Whether a resident may be texted that an office answered: offered, with care, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from hopecare.domain.channels import Channel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from hopecare.domain.send_gate import Bound

CALL_UNTIL: Final = time(17)
"""Until when on the promised day somebody rings: nobody waits by the telephone in the evening."""
LONGEST_WAIT: Final = timedelta(days=61)
FIRST_WISH: Final = timedelta(days=2)
"""By when a call is promised, if nobody says otherwise."""


class TextOffer(StrEnum):
    """How the sentence is offered to whoever wrote down what an office said."""

    READY = "ready"
    CAREFUL = "careful"
    """Something must be minded when they are contacted: nothing goes without a further word."""
    FORBIDDEN = "forbidden"
    NOT_AGREED = "not_agreed"
    SHARED = "shared"
    """Others use their telephone too."""
    NO_WAY = "no_way"
    """No telephone that takes texts, or none wished."""


SENDABLE: Final = frozenset({TextOffer.READY, TextOffer.CAREFUL})


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFacts:
    """What is looked at, as it stands now."""

    takes_texts: bool
    agrees: bool
    is_shared: bool
    bounds: Sequence[Bound] = ()


def text_offer(facts: TextFacts) -> TextOffer:
    """Decide, the gravest reason first."""
    if any(each.forbidden and each.channel in (None, Channel.SMS) for each in facts.bounds):
        return TextOffer.FORBIDDEN
    if not facts.takes_texts:
        return TextOffer.NO_WAY
    if not facts.agrees:
        return TextOffer.NOT_AGREED
    if facts.is_shared:
        return TextOffer.SHARED
    return TextOffer.CAREFUL if facts.bounds else TextOffer.READY


def first_day(*, zone: str, now: datetime) -> date:
    """Give the first day a call can be promised for: today while there is time for it."""
    local = now.astimezone(ZoneInfo(zone))
    return local.date() if local.time() < CALL_UNTIL else local.date() + timedelta(days=1)


def call_due_at(call_by: date, *, zone: str, now: datetime) -> datetime:
    """Give until when the promised call is made; never a moment that has passed."""
    return max(datetime.combine(call_by, CALL_UNTIL, ZoneInfo(zone)).astimezone(UTC), now)
