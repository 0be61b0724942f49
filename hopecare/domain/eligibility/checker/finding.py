"""One suspicion: where in the pack, a stable code, and what it is about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One suspicion; `path` leads to its place by the keys and positions of the pack."""

    path: tuple[str | int, ...]
    code: str
    about: str = ""


def figure(number: float) -> str:
    """Write a figure as packs do: whole where it is whole."""
    return str(int(number)) if float(number).is_integer() else str(number)
