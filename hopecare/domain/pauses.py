"""Pauses that gave way to another: the holiday to a stay in hospital, the stay to a told death."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Pause:
    """From its first day until the day on which it goes on by itself; None: by hand."""

    first: date
    until: date | None = None

    def is_over(self, today: date) -> bool:
        """Say whether nobody rests by it any more."""
        return self.until is not None and self.until <= today


def pauses_read(kept: Iterable[Sequence[str | None]] | None) -> tuple[Pause, ...]:
    """Read them as a plan keeps them, the one that gave way last at the end."""
    return tuple(
        Pause(date.fromisoformat(first), date.fromisoformat(until) if until else None)
        for first, until in kept or ()
        if first is not None
    )


def pauses_written(pauses: Iterable[Pause]) -> list[list[str | None]] | None:
    """Write them as a plan keeps them; None where there is none."""
    kept = [
        [each.first.isoformat(), each.until.isoformat() if each.until else None] for each in pauses
    ]
    return kept or None


def not_over(pauses: Iterable[Pause], today: date) -> tuple[Pause, ...]:
    """Leave out those whose days are past."""
    return tuple(each for each in pauses if not each.is_over(today))


def beneath(pauses: Iterable[Pause], today: date) -> tuple[Pause | None, tuple[Pause, ...]]:
    """Give the one that holds again once what it gave way to is taken back, and the others."""
    still = not_over(pauses, today)
    return (still[-1], still[:-1]) if still else (None, ())


def still_named(pauses: Iterable[Pause], after: Pause | None, today: date) -> tuple[Pause, ...]:
    """Give those that lie ahead, and not within the pause that is set now: staff decide on them."""
    if after is None:
        return tuple(each for each in pauses if each.first > today)
    until = after.until
    return tuple(each for each in pauses if until is not None and each.first >= until)
