"""What a message to many costs, against what is left of the month's money."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastCost:
    """The price of all of it, beside what may still be spent."""

    parts: int
    """How many texts all of it makes."""
    micros: int | None
    """None where nobody has said the price."""
    currency: str | None
    left_micros: int | None
    """Of the month's cap, less what other messages to many will still cost; None without a cap."""

    @property
    def goes_past(self) -> bool:
        """Whether it would spend more than is left: half of the group would hear, half not."""
        if self.micros is None or self.left_micros is None:
            return False
        return self.micros > self.left_micros
