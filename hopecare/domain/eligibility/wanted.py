"""Which missing fact would settle most if it were asked of everybody who has not said it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from hopecare.domain.eligibility.columns import presence
from hopecare.domain.eligibility.facts import Fact, FactKind
from hopecare.domain.eligibility.frame import part_of, taken
from hopecare.domain.eligibility.judging import fresh, judge
from hopecare.domain.eligibility.spans import NO, UNDECIDED, YES, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hopecare.domain.eligibility.frame import Column, Frame, Rows
    from hopecare.domain.eligibility.judging import ProgrammeColumns
    from hopecare.domain.eligibility.pack import ListDeclaration, Pack, Programme
    from hopecare.domain.eligibility.spans import FloatColumn, IntColumn

MOST_LOOKED_AT: Final = 2_000
"""Trying every answer is dear: the first so many open households stand for all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One fact: how many open households have not said it, and the programmes it would settle."""

    fact: str
    households: int
    settles: float

    def __add__(self, other: Wanted) -> Wanted:
        """Add what was found among other households."""
        return Wanted(
            fact=self.fact,
            households=self.households + other.households,
            settles=self.settles + other.settles,
        )


def open_households(base: Mapping[str, ProgrammeColumns], count: int) -> IntColumn:
    """Give the places of households for whom some programme is undecided."""
    undecided = np.zeros(count, dtype=np.bool_)
    for columns in base.values():
        undecided |= np.broadcast_to(columns.verdict == UNDECIDED, (count,))
    return np.flatnonzero(undecided)


def most_wanted(
    pack: Pack, programmes: Sequence[Programme], known: Frame, places: IntColumn
) -> list[Wanted]:
    """Try ordinary answers to each fact that these open households have not said."""
    if not places.size:
        return []
    frame = part_of(known, places)
    before = _settled(judge(pack, programmes, fresh(frame)), frame.count)
    return [
        Wanted(fact=fact.key, households=households, settles=round(settles - before, 6))
        for fact in pack.facts.values()
        if fact.judged_by is None
        for households, settles in _tried(pack, programmes, frame, fact)
    ]


def _tried(
    pack: Pack, programmes: Sequence[Programme], frame: Frame, fact: Fact
) -> Iterator[tuple[int, float]]:
    """Give how many have not said it, and how many programmes are settled once they have."""
    asked = _asked(frame, fact)
    if not asked:
        return
    answers = _answers(fact)
    whole = sum(weight for _, weight in answers)
    settled = 0.0
    for value, weight in answers:
        told = _told(pack, frame, fact, value)
        settled += weight / whole * _settled(judge(pack, programmes, told), frame.count)
    yield asked, settled


def _settled(judged: Mapping[str, ProgrammeColumns], count: int) -> float:
    return float(
        sum(
            np.broadcast_to(columns.verdict != UNDECIDED, (count,)).sum()
            for columns in judged.values()
        )
    )


def _asked(frame: Frame, fact: Fact) -> int:
    if fact.rows is None:
        return int(_open(frame.columns[fact.key]).sum())
    rows = frame.rows[fact.rows]
    unsaid = _open(rows.columns[fact.key]) & (rows.present == YES)
    return int(np.unique(rows.owner[unsaid]).shape[0])


def _open(column: Column) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    if isinstance(column, Span):
        return np.asarray(column.lo != column.hi)
    return np.asarray(column == UNDECIDED)


def _answers(fact: Fact) -> list[tuple[float, float]]:
    """Give ordinary answers to a fact, each with how likely it is."""
    if fact.samples:
        return list(zip(fact.samples, fact.weights, strict=True))
    return [(value, 1.0) for value in _possible(fact)]


def _possible(fact: Fact) -> tuple[float, ...]:
    match fact.kind:
        case FactKind.YES_NO:
            return float(YES), float(NO)
        case FactKind.CHOICE:
            return tuple(float(place) for place in range(len(fact.choices)))
        case FactKind.MONEY | FactKind.NUMBER:
            return tuple(end for end in (fact.lo, fact.hi) if np.isfinite(end))


def _told(pack: Pack, frame: Frame, fact: Fact, value: float) -> Frame:
    """Give the households as if each who has not said the fact had said this."""
    told = fresh(frame)
    if fact.rows is not None:
        rows = told.rows[fact.rows]
        rows.columns[fact.key] = _with_answer(rows.columns[fact.key], value)
        return told
    told.columns[fact.key] = _with_answer(told.columns[fact.key], value)
    for listed in pack.lists.values():
        if listed.counted_by == fact.key:
            told.rows[listed.key] = _recounted(told, told.rows[listed.key], listed)
    return told


def _with_answer(column: Column, value: float) -> Column:
    if not isinstance(column, Span):
        return np.where(column == UNDECIDED, np.int8(value), column)
    said = np.clip(value, column.lo, column.hi)
    return Span(said, said)


def _recounted(frame: Frame, rows: Rows, listed: ListDeclaration) -> Rows:
    size = taken(frame.span(listed.counted_by), rows.owner)
    if not isinstance(size, Span):
        raise TypeError(listed.counted_by)
    return replace(rows, present=presence(_positions(rows.owner), size))


def _positions(owner: IntColumn) -> FloatColumn:
    begins = np.searchsorted(owner, owner, side="left")
    return (np.arange(owner.shape[0]) - begins).astype(np.float64)
