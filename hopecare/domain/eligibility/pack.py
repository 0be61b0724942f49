"""A rule pack: the dated figures, facts, derived values and programmes of one country."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from hopecare.errors import NoRulesOnDateError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from hopecare.domain.eligibility.facts import Fact, HouseholdFacts
    from hopecare.domain.eligibility.figure_check import Rounding
    from hopecare.domain.eligibility.figures import Origin, Parameter, Source
    from hopecare.domain.eligibility.nodes import Node, NumberNode, TruthNode
    from hopecare.domain.eligibility.spans import Span
    from hopecare.domain.eligibility.tables import Table

RECEIVING: Final = "receiving."
ELIGIBLE: Final = "eligible."
# Re-screening asks for today and the days of change, a form for any day: enough for a year.
DAYS_KEPT: Final = 400


class Joining(StrEnum):
    """Whether all parts of a criterion must hold, or any one."""

    ALL = "all"
    ANY = "any"


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


def _paths(criterion: Criterion, path: str = "") -> Iterator[tuple[str, Criterion]]:
    """Give every criterion below this one with its path, each group before its parts."""
    for part in criterion.parts:
        below = joined(path, part.id)
        yield below, part
        yield from _paths(part, below)


def joined(path: str, part_id: str) -> str:
    """Give the path of a part."""
    return f"{path}.{part_id}" if path else part_id


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
    `closes` marks one that may be applied for up to its last day and not after it, whatever the
    rules of the time after will be: it is never judged by older rules.
    `criteria` has all of `require` with their paths, `names` every declared name used.
    """

    key: str
    name: Mapping[str, str]
    origin: Origin
    since: date
    until: date | None
    require: Criterion
    amount: Amount | None = None
    counts_as: tuple[str, ...] = ()
    closes: bool = False
    criteria: Mapping[str, Criterion] = field(init=False, repr=False, compare=False)
    names: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """List once what every judgement asks for: the criteria by path, and the names used."""
        names = self.require.names | (self.amount.names if self.amount else frozenset())
        object.__setattr__(self, "criteria", dict(_paths(self.require)))
        object.__setattr__(self, "names", names)

    def in_force(self, day: date) -> bool:
        """Say whether the programme exists on this day."""
        return self.since <= day and (self.until is None or day <= self.until)

    def has_closed(self, day: date) -> bool:
        """Say whether its last day to apply has gone by, so that no older rules carry it on."""
        return self.closes and self.until is not None and self.until < day


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
    """All rules of one country in one released version.

    `interview` has each fact's place in an interview: where it or its list begins, and its own.
    """

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
    interview: Mapping[str, tuple[int, int]] = field(init=False, repr=False, compare=False)
    _by_day: dict[date, dict[str, Span | Table]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _unconfirmed: dict[date, tuple[Parameter, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _behind: dict[frozenset[str], tuple[Derived, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        """Number the facts as an interview goes: the questions about a list's rows together."""
        begins: dict[str, int] = {}
        places = {}
        for own, (key, fact) in enumerate(self.facts.items()):
            first = own if fact.rows is None else begins.setdefault(fact.rows, own)
            places[key] = first, own
        object.__setattr__(self, "interview", places)

    def figures(self, day: date) -> dict[str, Span | Table]:
        """Give every figure in force on this day; worked out once a day."""
        if day not in self._by_day:
            if len(self._by_day) >= DAYS_KEPT:
                self._by_day.clear()
            self._by_day[day] = {key: one.figure(day) for key, one in self.parameters.items()}
        return self._by_day[day]

    def unconfirmed(self, day: date) -> tuple[Parameter, ...]:
        """Give the figures of which some in force on this day are graded as unconfirmed."""
        if day not in self._unconfirmed:
            if len(self._unconfirmed) >= DAYS_KEPT:
                self._unconfirmed.clear()
            self._unconfirmed[day] = tuple(
                one for one in self.parameters.values() if one.unconfirmed_on(day)
            )
        return self._unconfirmed[day]

    def derived_behind(self, programmes: Iterable[Programme]) -> tuple[Derived, ...]:
        """Give the derived values that these programmes rest on, in their order."""
        return self.behind(frozenset[str]().union(*(programme.names for programme in programmes)))

    def behind(self, names: frozenset[str]) -> tuple[Derived, ...]:
        """Give the derived values that these names rest on, in their order."""
        if names not in self._behind:
            if len(self._behind) >= DAYS_KEPT:
                self._behind.clear()
            wanted, found = set(names), []
            for derived in reversed(self.derived):
                if derived.key in wanted:
                    wanted |= derived.node.names
                    found.append(derived)
            self._behind[names] = tuple(reversed(found))
        return self._behind[names]

    def programmes_on(self, day: date, *, about: date | None = None) -> list[Programme]:
        """Give the programmes in force on this day, or refuse a day without rules.

        Where its rules stand for a later day, `about`, what has closed by then is left out.
        """
        asked = about or day
        standing = [
            item
            for item in self.programmes.values()
            if item.in_force(day) and not item.has_closed(asked)
        ]
        if not standing:
            raise self.no_rules(day)
        return standing

    def no_rules(self, day: date) -> NoRulesOnDateError:
        """Make the refusal of a day without rules, with the days that have some."""
        days = [
            (since.isoformat(), "" if until is None else until.isoformat())
            for since, until in stretches(self.programmes.values())
        ]
        return NoRulesOnDateError(
            pack=self.key, version=self.version, on=day.isoformat(), days=days
        )


def stretches(programmes: Iterable[Programme]) -> list[tuple[date, date | None]]:
    """Give the days on which any of them exists, as stretches without a day between."""
    found: list[tuple[date, date | None]] = []
    for item in sorted(programmes, key=lambda each: each.since):
        last = found[-1][1] if found else None
        if found and (last is None or item.since <= last + timedelta(days=1)):
            ends = (last, item.until)
            found[-1] = found[-1][0], None if None in ends else max(end for end in ends if end)
        else:
            found.append((item.since, item.until))
    return found
