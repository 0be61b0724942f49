"""What an expression is walked over: columns of households, rows of members, figures."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np

from hopecare.domain.eligibility.spans import (
    NO,
    UNDECIDED,
    YES,
    FloatColumn,
    IntColumn,
    Span,
    Truth,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from hopecare.domain.eligibility.tables import Table

Column = Span | Truth
Value = TypeVar("Value", bound=np.generic)
NOWHERE: Final = np.array([False])


@dataclass(slots=True)
class Rows:
    """The rows of one list (members): whose they are, whether they exist, what they say."""

    owner: IntColumn
    present: Truth
    columns: dict[str, Column]
    _begins: IntColumn | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def begins(self) -> IntColumn:
        """Say where the rows of each household that has some begin; worked out once."""
        if self._begins is None:
            is_first = np.ones(self.owner.shape, dtype=np.bool_)
            is_first[1:] = self.owner[1:] != self.owner[:-1]
            self._begins = np.flatnonzero(is_first)
        return self._begins


@dataclass(slots=True)
class Frame:
    """All that is known of some households, column by column; derived values are added to it.

    `kept`, if given, keeps what each expression gave, for whoever asks again.
    """

    count: int
    columns: dict[str, Column]
    rows: dict[str, Rows]
    figures: Mapping[str, Span | Table]
    within: Rows | None = None
    kept: dict[int, Any] | None = None

    def inside(self, rows_name: str) -> Frame:
        """Give the same frame as one row of a list sees it."""
        rows = self.rows[rows_name]
        return Frame(self.count, self.columns, self.rows, self.figures, rows, self.kept)

    def outside(self) -> Frame:
        """Give the same frame as the household sees it."""
        return Frame(self.count, self.columns, self.rows, self.figures, None, self.kept)

    def span(self, name: str) -> Span:
        """Look a number up, for each household or each row."""
        found = self._find(name)
        if not isinstance(found, Span):
            raise TypeError(name)
        return found

    def truth(self, name: str) -> Truth:
        """Look a yes or no up, for each household or each row."""
        found = self._find(name)
        if isinstance(found, Span):
            raise TypeError(name)
        return found

    def table(self, name: str) -> Table:
        """Look a table of figures up."""
        found = self.figures[name]
        if isinstance(found, Span):
            raise TypeError(name)
        return found if self.within is None else found.for_rows(self.within.owner)

    def _find(self, name: str) -> Column:
        if self.within is not None and name in self.within.columns:
            return self.within.columns[name]
        figure = self.figures.get(name)
        if isinstance(figure, Span):
            return figure if self.within is None else figure.take(self.within.owner)
        column = self.columns[name]
        return column if self.within is None else taken(column, self.within.owner)


def taken(column: Column, index: IntColumn) -> Column:
    """Give a column at these places; a column of one stands for all places."""
    if isinstance(column, Span):
        return column.take(index)
    return column if column.shape[0] == 1 else column[index]


def first_of(frame: Frame, alone: Frame) -> Frame:
    """Give the first household of those laid side by side from one that stands alone."""
    rows = {
        key: replace(item, columns=_heads(frame.rows[key].columns, item.owner.shape[0]))
        for key, item in alone.rows.items()
    }
    return Frame(1, _heads(frame.columns, 1), rows, alone.figures)


def _heads(columns: Mapping[str, Column], length: int) -> dict[str, Column]:
    return {name: head(column, length) for name, column in columns.items()}


def narrowed(frame: Frame, names: Collection[str]) -> Frame:
    """Give the same households with only the columns of these names."""
    rows = {
        key: replace(item, columns=_named(item.columns, names)) for key, item in frame.rows.items()
    }
    return replace(frame, columns=_named(frame.columns, names), rows=rows)


def _named(columns: Mapping[str, Column], names: Collection[str]) -> dict[str, Column]:
    return {name: column for name, column in columns.items() if name in names}


def head(column: Column, length: int) -> Column:
    """Give the first places of a column."""
    return column.head(length) if isinstance(column, Span) else column[:length]


def undecided(column: Column) -> NDArray[np.bool_]:
    """Tell where a column is not known."""
    if isinstance(column, Span):
        return NOWHERE if column.exact else np.asarray(column.lo != column.hi)
    return np.asarray(column == UNDECIDED)


def open_at(column: Column, place: int) -> bool:
    """Tell whether a column is not known at this place."""
    if isinstance(column, Span):
        return not column.exact and bool(at(column.lo, place) != at(column.hi, place))
    return bool(at(column, place) == UNDECIDED)


def at(column: NDArray[Value], place: int) -> Value:
    """Give what stands at a place; a column of one stands for all places."""
    found: Value = column[place if column.shape[0] > 1 else 0]
    return found


def part_of(frame: Frame, index: IntColumn) -> Frame:
    """Give some households of a frame, in this order, with their own rows."""
    rows = {}
    for key, item in frame.rows.items():
        place = np.full(frame.count, -1, dtype=np.int64)
        place[index] = np.arange(index.shape[0])
        mine = np.flatnonzero(place[item.owner] >= 0)
        mine = mine[np.argsort(place[item.owner[mine]], kind="stable")]
        columns = {name: taken(column, mine) for name, column in item.columns.items()}
        rows[key] = Rows(place[item.owner[mine]], item.present[mine], columns)
    columns = {name: taken(column, index) for name, column in frame.columns.items()}
    return Frame(index.shape[0], columns, rows, frame.figures)


def any_of(rows: Rows, count: int, truth: Truth) -> Truth:
    """Judge for each household whether some row of its list says yes; of no rows none does."""
    if not rows.owner.shape[0]:
        return np.full(count, NO)
    found = np.maximum.reduceat(_for_each(truth, rows.owner), rows.begins)
    if found.shape[0] == count:
        return found
    result = np.full(count, NO)
    result[rows.owner[rows.begins]] = found
    return result


def counted(rows: Rows, count: int, included: Truth) -> Span:
    """Count for each household the rows that are included, between sure and possible."""
    sure = _tally(rows.owner[included == YES], count)
    possible = _tally(rows.owner[included >= UNDECIDED], count)
    return Span(sure, sure if np.array_equal(sure, possible) else possible)


def summed(rows: Rows, count: int, included: Truth, values: Span) -> Span:
    """Add up for each household the rows that are included, between sure and possible."""
    lo, hi = _for_each(values.lo, rows.owner), _for_each(values.hi, rows.owner)
    sure, possible = included == YES, included >= UNDECIDED
    low = np.where(sure, lo, 0.0)
    if not (lo >= 0.0).all():  # whoever may not count may also lower the sum
        low = np.where(possible & ~sure, np.minimum(lo, 0.0), low)
    total = _tally(rows.owner, count, low)
    if values.exact and np.array_equal(sure, possible):
        return Span(total, total)
    high = np.where(sure, hi, np.where(possible, np.maximum(hi, 0.0), 0.0))
    return Span(total, _tally(rows.owner, count, high))


def _for_each(column: NDArray[Value], owner: IntColumn) -> NDArray[Value]:
    """Give a column with a place for each row; one of one stands for all."""
    return column if column.shape == owner.shape else np.broadcast_to(column, owner.shape)


def _tally(owner: IntColumn, count: int, weights: FloatColumn | None = None) -> FloatColumn:
    return np.bincount(owner, weights, count).astype(np.float64, copy=False)
