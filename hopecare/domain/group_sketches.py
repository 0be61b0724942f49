"""A few kilobytes that stand for a group of any size, and say who differs between two groups.

What a sender saw is kept with what they press. A hash alone would say that something changed in
between; this says who went and who came, as long as they are some dozens. Each person is counted
in five cells of a table; what two tables share cancels out, and a cell that one person is left in
names them (an "invertible Bloom lookup table").
"""

from __future__ import annotations

import base64
import hashlib
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PLACES: Final = 5
PART: Final = 26
"""Cells of each of the five parts: some seventy differences are found again.

Two people who share all their cells cannot be told apart. With three places of 40 that met one
group of forty differences in 85, with five of 26 one in some ten thousand.
"""
CELL: Final = struct.Struct(">i16sI")
HASH: Final = struct.Struct(f">{PLACES + 1}I")


@dataclass(frozen=True, slots=True)
class Sketch:
    """The cells, each a count, the ids and their checks folded over one another."""

    counts: Sequence[int]
    ids: Sequence[int]
    checks: Sequence[int]

    @property
    def size(self) -> int:
        """How many people it stands for."""
        return sum(self.counts[:PART])


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """Who differs between what was seen and what is."""

    gone: frozenset[UUID]
    came: frozenset[UUID]


def sketch_of(people: Iterable[UUID]) -> Sketch:
    """Fold a group into its table; the order makes no difference."""
    counts, ids, checks = _empty(), _empty(), _empty()
    for person_id in people:
        _fold(counts, ids, checks, person_id, 1)
    return Sketch(counts, ids, checks)


def differences(seen: Sketch, now: Sketch) -> Differences | None:
    """Say who went and who came; None where they are too many to be told."""
    counts = [a - b for a, b in zip(seen.counts, now.counts, strict=True)]
    ids = [a ^ b for a, b in zip(seen.ids, now.ids, strict=True)]
    checks = [a ^ b for a, b in zip(seen.checks, now.checks, strict=True)]
    found: dict[int, set[UUID]] = {1: set(), -1: set()}
    waiting = list(range(PLACES * PART))
    while waiting:
        cell = waiting.pop()
        if abs(counts[cell]) != 1:
            continue
        person_id, sign = UUID(int=ids[cell]), counts[cell]
        places, check = _places(person_id)
        if check != checks[cell] or cell not in places:
            continue
        found[sign].add(person_id)
        _fold(counts, ids, checks, person_id, -sign)
        waiting += places
    if any(counts) or any(ids) or any(checks):
        return None
    return Differences(gone=frozenset(found[1]), came=frozenset(found[-1]))


def packed(sketch: Sketch) -> str:
    """Write it as text."""
    cells = zip(sketch.counts, sketch.ids, sketch.checks, strict=True)
    raw = b"".join(CELL.pack(count, ids.to_bytes(16), check) for count, ids, check in cells)
    return base64.b85encode(raw).decode()


def unpacked(text: str) -> Sketch | None:
    """Read it from text; None where it is no sketch, or one of another release's shape."""
    try:
        cells = list(CELL.iter_unpack(base64.b85decode(text)))
    except (struct.error, ValueError):
        return None
    if len(cells) != PLACES * PART:
        return None
    return Sketch(
        [count for count, _, _ in cells],
        [int.from_bytes(ids) for _, ids, _ in cells],
        [check for _, _, check in cells],
    )


def _empty() -> list[int]:
    return [0] * (PLACES * PART)


def _fold(counts: list[int], ids: list[int], checks: list[int], person_id: UUID, sign: int) -> None:
    places, check = _places(person_id)
    for place in places:
        counts[place] += sign
        ids[place] ^= person_id.int
        checks[place] ^= check


def _places(person_id: UUID) -> tuple[list[int], int]:
    *drawn, check = HASH.unpack(
        hashlib.blake2b(person_id.bytes, digest_size=HASH.size).digest(),
    )
    return [part * PART + number % PART for part, number in enumerate(drawn)], check
