"""Finds the line on which something of a pack stands, as far as the path to it can be followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hopecare.reading.yaml_marks import Marked


def place_in(root: Marked, path: tuple[str | int, ...]) -> Marked:
    """Follow keys, positions and the ids of criteria; where it ends early, give that place."""
    at = root
    for step in path:
        found = _step(at, step)
        if found is None:
            break
        at = found
    return at


def _step(at: Marked, step: str | int) -> Marked | None:
    if isinstance(step, int):
        cells = _cells(at)
        return cells[step] if step < len(cells) else None
    if at.map is not None and step in at.map:
        return at.map[step]
    return next((part for part in _parts(at) if _id(part) == step), None)


def _cells(at: Marked) -> list[Marked]:
    """Give the cells of a table: a list, or the entries of a map in their order."""
    figures = (at.map or {}).get("figures", at)
    return figures.list or list((figures.map or {}).values())


def _parts(at: Marked) -> Iterator[Marked]:
    for key in ("all", "any"):
        found = (at.map or {}).get(key)
        yield from (found.list or []) if found is not None else []


def _id(part: Marked) -> object:
    found = (part.map or {}).get("id")
    return None if found is None else found.value
