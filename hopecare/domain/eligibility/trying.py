"""Lays possible answers to what is not known side by side, and judges what they could still move.

An answer only narrows what is known, so whatever is settled already stays as it is: only the open
tests are walked again, and only what they rest on.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hopecare.domain.eligibility.columns import presence, spread
from hopecare.domain.eligibility.facts import Fact, FactKind
from hopecare.domain.eligibility.frame import narrowed, undecided
from hopecare.domain.eligibility.judging import verdict, work_out
from hopecare.domain.eligibility.pack import ELIGIBLE, Criterion
from hopecare.domain.eligibility.spans import NO, YES, Span, Truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hopecare.domain.eligibility.frame import Column, Frame, Rows
    from hopecare.domain.eligibility.judging import ProgrammeColumns
    from hopecare.domain.eligibility.pack import Derived, ListDeclaration, Pack

UNBOUNDED_SAMPLES = (0.0, 1e5, 1e6, 1e7, 1e8, 1e9)
OpenCriteria = Mapping[str, Mapping[str, Criterion]]
"""The undecided criteria of each open programme, by path."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A fact that is not known: its key as asked (`members.0.wage`), and its row if it has one."""

    key: str
    fact: Fact
    row: int | None


class Tries(NamedTuple):
    """The possible answers to one gap that are tried, and how likely each is among them."""

    gap: Gap
    values: list[float]
    weights: list[float]


def tries_of(gap: Gap, frame: Frame) -> Tries:
    """Give the answers to try for one gap: ordinary ones, and the ends of what is possible."""
    values = _samples(gap, frame)
    weights = dict(zip(gap.fact.samples, gap.fact.weights, strict=False))
    raw = [weights.get(value, 1.0 if not weights else 0.01) for value in values]
    whole = sum(raw)
    return Tries(gap, values, [one / whole for one in raw])


def _samples(gap: Gap, frame: Frame) -> list[float]:
    if gap.fact.kind is FactKind.YES_NO:
        return [float(YES), float(NO)]
    rows = gap.fact.rows
    column = (frame.columns if rows is None else frame.rows[rows].columns)[gap.fact.key]
    if not isinstance(column, Span):
        raise TypeError(gap.key)
    lo, hi = float(column.lo[gap.row or 0]), float(column.hi[gap.row or 0])
    if gap.fact.kind is FactKind.CHOICE:
        return [float(place) for place in range(int(lo), int(hi) + 1)]
    offered = [value for value in gap.fact.samples or UNBOUNDED_SAMPLES if lo < value < hi]
    ends = [bound for bound in (lo, hi) if math.isfinite(bound)]
    return sorted({*offered, *ends})


def try_out(
    pack: Pack,
    known: Frame,
    base: Mapping[str, ProgrammeColumns],
    still_open: OpenCriteria,
    tries: Sequence[Tries],
) -> dict[str, Truth]:
    """Give the verdict of each open programme in every trial; a column of one stands for all.

    `known` has the one household with its derived values worked out, `base` what was found for it.
    """
    names = _names(still_open)
    moved = _moved(pack, known, still_open, _changed(pack, tries))
    anew = [item for item in pack.behind(names) if item.key in moved]
    frame = _tried_frame(pack, narrowed(known, _asked(names, anew, tries)), tries)
    work_out(anew, frame)
    found = {}
    for key, criteria in still_open.items():
        truths = {path: judged.truth for path, judged in base[key].criteria.items()}
        truths |= _truths(criteria, frame, moved)
        found[key] = verdict(pack.programmes[key].require, truths)
        frame.columns[ELIGIBLE + key] = found[key]
    return found


def _truths(criteria: Mapping[str, Criterion], frame: Frame, moved: set[str]) -> dict[str, Truth]:
    with np.errstate(invalid="ignore"):  # nothing bounds inf - inf
        return {
            path: criterion.test.run(frame)
            for path, criterion in criteria.items()
            if criterion.test is not None and not criterion.test.names.isdisjoint(moved)
        }


def _names(still_open: OpenCriteria) -> frozenset[str]:
    """Give every name that an open test uses."""
    criteria = (item for items in still_open.values() for item in items.values())
    return frozenset[str]().union(*(item.test.names for item in criteria if item.test))


def _changed(pack: Pack, tries: Sequence[Tries]) -> set[str]:
    """Give the facts that are tried, and the lists whose length is."""
    facts = {item.gap.fact.key for item in tries}
    return facts | {key for key, listed in pack.lists.items() if listed.counted_by in facts}


def _moved(pack: Pack, known: Frame, still_open: Iterable[str], changed: set[str]) -> set[str]:
    """Give the changed names, with the open verdicts and the open derived values that follow."""
    moved = changed | {ELIGIBLE + key for key in still_open}
    for item in pack.derived:
        if not item.node.names.isdisjoint(moved) and undecided(_column(known, item)).any():
            moved.add(item.key)
    return moved


def _column(frame: Frame, item: Derived) -> Column:
    home = frame.columns if item.rows is None else frame.rows[item.rows].columns
    return home[item.key]


def _asked(
    names: frozenset[str], anew: Sequence[Derived], tries: Sequence[Tries]
) -> frozenset[str]:
    """Give the names of all columns that are read, but for those that are worked out anew."""
    read = names.union(*(item.node.names for item in anew)) - {item.key for item in anew}
    return read | {item.gap.fact.key for item in tries}


def _tried_frame(pack: Pack, known: Frame, tries: Sequence[Tries]) -> Frame:
    """Lay the answers side by side, as if each were told by a household of its own."""
    frame = spread(known, sum(len(item.values) for item in tries))
    frame.kept = {}
    for fact in {item.gap.fact.key: item.gap.fact for item in tries}.values():
        columns, length = _home(frame, fact)
        columns[fact.key] = _widened(columns[fact.key], frame.count * length)
    start = 0
    for item in tries:
        _tell(frame, item, start)
        start += len(item.values)
    for key, listed in pack.lists.items():
        if any(item.gap.fact.key == listed.counted_by for item in tries):
            frame.rows[key].present = _present(frame, frame.rows[key], listed)
    return frame


def _home(frame: Frame, fact: Fact) -> tuple[dict[str, Column], int]:
    """Give the columns a fact stands in, and how many places of them each household has."""
    if fact.rows is None:
        return frame.columns, 1
    rows = frame.rows[fact.rows]
    return rows.columns, rows.owner.shape[0] // frame.count


def _widened(column: Column, width: int) -> Column:
    """Give a column that has a place for every answer; rows have theirs already."""
    if not isinstance(column, Span):
        return column if column.shape[0] > 1 else column.repeat(width)
    if column.lo.shape[0] > 1:
        return column
    return Span(column.lo.repeat(width), column.hi.repeat(width))


def _tell(frame: Frame, item: Tries, start: int) -> None:
    """Put the answers to one gap into their places, which begin at this household."""
    columns, length = _home(frame, item.gap.fact)
    first = start * length + (item.gap.row or 0)
    places = slice(first, first + len(item.values) * length, length)
    column = columns[item.gap.fact.key]
    for end in column if isinstance(column, Span) else (column,):
        end[places] = item.values


def _present(frame: Frame, rows: Rows, listed: ListDeclaration) -> Truth:
    length = rows.owner.shape[0] // frame.count
    position = np.tile(np.arange(length, dtype=np.float64), frame.count)
    return presence(position, frame.span(listed.counted_by).take(rows.owner))
