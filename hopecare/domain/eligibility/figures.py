"""Dated figures and tables of a pack, each with where it stands and how well it is confirmed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from hopecare.domain.eligibility.figure_check import NO_CHECK
from hopecare.domain.eligibility.spans import Span
from hopecare.domain.eligibility.tables import Table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from hopecare.domain.eligibility.facts import Grade
    from hopecare.domain.eligibility.figure_check import FigureCheck
    from hopecare.domain.eligibility.spans import FloatColumn


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a figure or rule stands: an act, decree, notice, guide or page."""

    key: str
    title: Mapping[str, str]
    kind: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The source of one figure or rule, the place in it, and how well it is confirmed."""

    source: str
    place: Mapping[str, str]
    grade: Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """The figures that hold from a day on, with their own source.

    A figure known only within bounds has its lower end in `figures` and its upper one in `tops`.
    `unconfirmed_keys` names the rows that are less sure than the rest.
    """

    since: date
    figures: tuple[float, ...]
    origin: Origin
    tops: tuple[float, ...] | None = None
    step: float | None = None
    unconfirmed_keys: frozenset[int] | None = None

    @property
    def unconfirmed(self) -> bool:
        """Say whether some figure of it is graded as unconfirmed."""
        return self.origin.grade == "C" or bool(self.unconfirmed_keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A dated figure, or a table of them by the key fact `by`, with its declared continuation."""

    key: str
    name: Mapping[str, str]
    unit: str
    values: tuple[Dated, ...]
    by: str | None = None
    first: int = 0
    last: int = 0
    until: date | None = None
    check: FigureCheck = NO_CHECK
    _made: dict[tuple[date | None, tuple[float, ...]], Span | Table] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def on(self, day: date) -> Dated | None:
        """Give the figures in force on this day, or None."""
        if self.until is not None and day > self.until:
            return None
        return max((d for d in self.values if d.since <= day), key=lambda d: d.since, default=None)

    def figure(self, day: date) -> Span | Table:
        """Give the figures as the engine reads them; no figure on the day means no bounds."""
        return self._kept(day, ())

    def versions(self, day: date, factors: tuple[float, ...]) -> Span | Table:
        """Give the figures as they are and, once for each factor, with the unconfirmed ones moved.

        The versions stand one below the other.
        """
        return self._kept(day, factors)

    def unconfirmed_on(self, day: date) -> bool:
        """Say whether a figure in force on this day is graded as unconfirmed."""
        dated = self.on(day)
        return dated is not None and dated.unconfirmed

    def _kept(self, day: date, factors: tuple[float, ...]) -> Span | Table:
        """Make the figures of each vintage once; between two of them every day has the same."""
        dated = self.on(day)
        key = (None if dated is None else dated.since, factors)
        if key not in self._made:
            self._made[key] = self._figure(dated, np.array((1.0, *factors)))
        return self._made[key]

    def _figure(self, dated: Dated | None, factors: FloatColumn) -> Span | Table:
        if dated is None:
            return self._nothing()
        lo = self._lines(dated, dated.figures, factors)
        hi = lo if dated.tops is None else self._lines(dated, dated.tops, factors)
        if self.by is not None:
            return Table(self.first, lo, None if hi is lo else hi)
        lowest = lo.ravel()
        return Span(lowest, lowest if hi is lo else hi.ravel())

    def _lines(self, dated: Dated, figures: tuple[float, ...], factors: FloatColumn) -> FloatColumn:
        """Give a line of figures for each factor; one line alone is a plain row."""
        row = self._continued(dated, figures)
        moved = np.array(self._unconfirmed_rows(dated, row.shape[0]), dtype=np.bool_)
        lines = np.where(moved, row * factors[:, np.newaxis], row)
        return lines[0] if factors.shape[0] == 1 else lines

    def _nothing(self) -> Span | Table:
        empty = np.array([], dtype=np.float64)
        if self.by is not None:
            return Table(self.first, empty)
        return Span(np.array([-np.inf]), np.array([np.inf]))

    def _continued(self, dated: Dated, figures: tuple[float, ...]) -> FloatColumn:
        rows = list(figures)
        while dated.step is not None and len(rows) <= self.last - self.first:
            rows.append(rows[-1] + dated.step)
        return np.array(rows, dtype=np.float64)

    def _unconfirmed_rows(self, dated: Dated, count: int) -> list[bool]:
        if dated.unconfirmed_keys is None:
            return [dated.origin.grade == "C"] * count
        return [self.first + place in dated.unconfirmed_keys for place in range(count)]
