"""A rule pack: the dated figures, facts, derived values and programmes of one country."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from hopecare.domain.eligibility.figure_check import NO_CHECK
from hopecare.domain.eligibility.spans import (
    Nudge,
    Span,
    Table,
    constant,
    known,
    multiply,
)
from hopecare.errors import NoRulesOnDateError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from hopecare.domain.eligibility.facts import Fact, Grade, HouseholdFacts
    from hopecare.domain.eligibility.figure_check import FigureCheck, Rounding
    from hopecare.domain.eligibility.nodes import Node, NumberNode, TruthNode
    from hopecare.domain.eligibility.spans import FloatColumn

RECEIVING: Final = "receiving."
ELIGIBLE: Final = "eligible."
# Re-screening asks for today and the days of change, a form for any day: enough for a year.
DAYS_KEPT: Final = 400


class Joining(StrEnum):
    """Whether all parts of a criterion must hold, or any one."""

    ALL = "all"
    ANY = "any"


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

    def on(self, day: date) -> Dated | None:
        """Give the figures in force on this day, or None."""
        if self.until is not None and day > self.until:
            return None
        return max((d for d in self.values if d.since <= day), key=lambda d: d.since, default=None)

    def figure(self, day: date) -> Span | Table:
        """Give the figures as the engine reads them; no figure on the day means no bounds."""
        dated = self.on(day)
        if dated is None:
            return self._nothing()
        if self.by is None:
            lo = constant(dated.figures[0])
            return lo if dated.tops is None else Span(lo.lo, constant(dated.tops[0]).lo)
        rows = self._continued(dated, dated.figures)
        tops = None if dated.tops is None else self._continued(dated, dated.tops)
        return Table(self.first, rows, tops)

    def nudged(self, day: date, times: FloatColumn) -> Span | Table:
        """Give the figures with the unconfirmed ones moved, differently for each household."""
        figure, dated = self.figure(day), self.on(day)
        if dated is None or not dated.unconfirmed:
            return figure
        if isinstance(figure, Span):
            return multiply(figure, known(times))
        moved = np.array(self._unconfirmed_rows(dated, figure.rows.shape[0]), dtype=np.bool_)
        return replace(figure, nudge=Nudge(times, moved))

    def unconfirmed_on(self, day: date) -> bool:
        """Say whether a figure in force on this day is graded as unconfirmed."""
        dated = self.on(day)
        return dated is not None and dated.unconfirmed

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """A value worked out from facts, for the household or for each row of a list."""

    key: str
    name: Mapping[str, str]
    unit: str
    node: Node
    rounding: Rounding | None = None
    rows: str | None = None
    origin: Origin | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One thing the rules ask: a test, or several parts of which all or any must hold."""

    id: str
    name: Mapping[str, str]
    test: TruthNode | None = None
    joining: Joining = Joining.ALL
    parts: tuple[Criterion, ...] = ()
    kind: str = ""
    origin: Origin | None = None
    judged_by: str | None = None
    say: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def names(self) -> frozenset[str]:
        """Give every declared name that it or its parts use."""
        own = frozenset[str]() if self.test is None else self.test.names
        return own.union(*(part.names for part in self.parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """What a programme pays, where it can be worked out."""

    node: NumberNode
    unit: str
    rounding: Rounding
    names: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """One benefit: who may have it, since when, and what it pays.

    What it pays is added to the facts `counts_as` names: for other benefits it is income.
    """

    key: str
    name: Mapping[str, str]
    origin: Origin
    since: date
    until: date | None
    require: Criterion
    amount: Amount | None = None
    counts_as: tuple[str, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """Give every declared name that its criteria and its amount use."""
        return self.require.names | (self.amount.names if self.amount else frozenset())

    def in_force(self, day: date) -> bool:
        """Say whether the programme exists on this day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackCase:
    """An example that the pack itself carries; a pack whose examples fail is refused."""

    name: str
    place: str
    on: date
    facts: HouseholdFacts
    expect: Mapping[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDeclaration:
    """A list of rows (members): the fact that counts them and what one row is called."""

    key: str
    counted_by: str
    row: str
    name: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """All rules of one country in one released version."""

    key: str
    version: str
    country: str
    currency: str
    languages: tuple[str, ...]
    name: Mapping[str, str]
    sources: Mapping[str, Source]
    lists: Mapping[str, ListDeclaration]
    facts: Mapping[str, Fact]
    parameters: Mapping[str, Parameter]
    derived: tuple[Derived, ...]
    programmes: Mapping[str, Programme]
    cases: tuple[PackCase, ...] = ()
    _by_day: dict[date, dict[str, Span | Table]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _behind: dict[frozenset[str], tuple[Derived, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def figures(self, day: date) -> dict[str, Span | Table]:
        """Give every figure in force on this day; worked out once a day."""
        if day not in self._by_day:
            if len(self._by_day) >= DAYS_KEPT:
                self._by_day.clear()
            self._by_day[day] = {key: one.figure(day) for key, one in self.parameters.items()}
        return self._by_day[day]

    def derived_behind(self, programmes: Iterable[Programme]) -> tuple[Derived, ...]:
        """Give the derived values that these programmes rest on, in their order."""
        wanted = list(programmes)
        key = frozenset(programme.key for programme in wanted)
        if key not in self._behind:
            names = set[str]().union(*(programme.names for programme in wanted))
            found = []
            for derived in reversed(self.derived):
                if derived.key in names:
                    names |= derived.node.names
                    found.append(derived)
            self._behind[key] = tuple(reversed(found))
        return self._behind[key]

    def programmes_on(self, day: date) -> list[Programme]:
        """Give the programmes in force on this day, or refuse a day without rules."""
        standing = [item for item in self.programmes.values() if item.in_force(day)]
        if not standing:
            raise NoRulesOnDateError(pack=self.key, version=self.version, on=day.isoformat())
        return standing
