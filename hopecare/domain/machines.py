"""One noun's states as data: where it begins, which event leads where, where it rests."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

from hopecare.errors import MoveNotAllowedError

if TYPE_CHECKING:
    from collections.abc import Mapping

S = TypeVar("S", bound=StrEnum)
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine(Generic[S, E]):
    """One noun's states: where it begins, how it moves, where it rests."""

    name: str
    start: S
    begins_by: E | None = None
    """The event that brings it into being, where that event has a name of its own."""
    moves: Mapping[tuple[S, E], S]
    final: frozenset[S]
    reopenings: frozenset[E] = frozenset()
    """The only events that lead out of a final state."""


def next_status(machine: Machine[S, E], status: S, event: E) -> S:
    """Say which status follows, or refuse and name what would be allowed."""
    found = machine.moves.get((status, event))
    if found is None:
        allowed = [each.value for each in allowed_events(machine, status)]
        raise MoveNotAllowedError(
            machine=machine.name, status=status.value, event=event.value, allowed=allowed
        )
    return found


def allowed_events(machine: Machine[S, E], status: S) -> tuple[E, ...]:
    """Name the events that may happen in this status, in the order they are drawn."""
    return tuple(event for state, event in machine.moves if state is status)
