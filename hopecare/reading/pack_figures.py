"""Reads the dated figures of a pack: single ones, tables by a fact, what they are checked by."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Final

from hopecare.domain.eligibility.facts import Fact, FactKind, Grade
from hopecare.domain.eligibility.figures import Dated, Origin, Parameter, Source
from hopecare.reading.pack_checks import read_check
from hopecare.reading.pack_fields import Fields, Notes, number_at
from hopecare.reading.yaml_marks import Marked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

STANDING: Final = ("step", "source", "place", "grade", "unconfirmed")
BOUNDS: Final = frozenset({"min", "max"})
LARGEST_TABLE: Final = 1000
"""Rows of a table or a list: an unknown key stands for all of them at once."""


def read_figure(
    key: str, at: Fields, facts: Mapping[str, Fact], sources: Mapping[str, Source]
) -> Parameter:
    """Read one figure, or one table of figures, in all its vintages."""
    at.only("name", "unit", "by", "values", "until", "check", *STANDING)
    by = at.text("by", "") or None
    counted = facts.get(by or "")
    if by is not None and counted is None:
        at.notes.note(at.at, "fact_unknown", by)
    if counted is not None and not can_key(counted):
        at.notes.note(at.entry("by") or at.at, "key_not_countable", counted.key)
        counted = None
    choices = () if counted is None else counted.choices
    first = 0 if choices or counted is None else int(counted.lo)
    return Parameter(
        key=key,
        name=at.texts("name"),
        unit=at.text("unit", ""),
        values=tuple(_dated(at, choices, sources)),
        by=by,
        first=first,
        last=first if counted is None else int(counted.hi),
        until=at.day("until"),
        check=read_check(at),
    )


def can_key(fact: Fact) -> bool:
    """Tell whether a fact can name the rows of a table, or count those of a list."""
    is_short = fact.hi - fact.lo < LARGEST_TABLE and fact.lo.is_integer() and fact.hi.is_integer()
    return fact.kind is FactKind.CHOICE or (fact.kind is FactKind.NUMBER and is_short)


def _dated(at: Fields, choices: tuple[str, ...], sources: Mapping[str, Source]) -> Iterator[Dated]:
    values = at.sub("values")
    if values is None or not values.at.map:
        at.notes.note(at.at, "values_missing")
        return
    for day, entry in values.at.map.items():
        try:
            since = dt.date.fromisoformat(day)
        except ValueError:
            at.notes.note(entry, "date_expected", day)
            continue
        yield _one_day(at, entry, since, choices, sources)


def _one_day(
    at: Fields,
    entry: Marked,
    since: dt.date,
    choices: tuple[str, ...],
    sources: Mapping[str, Source],
) -> Dated:
    """Read what holds from one day on; what it does not say itself stands at the parameter."""
    own = Fields(entry, at.notes)
    said = {key: found for key in STANDING if (found := at.entry(key)) is not None}
    if entry.map is not None and "figures" in entry.map:
        own.only("figures", *STANDING)
        said |= {key: found for key, found in entry.map.items() if key in STANDING}
        entry = entry.map["figures"]
    standing = Fields(Marked(said, own.at.file, own.at.line), at.notes)
    unconfirmed = [key for item in standing.items("unconfirmed") for key in _rows(item, at.notes)]
    ends = _figures(entry, choices, at.notes)
    _check_shape(entry, len(ends), at, choices)
    lows, tops = (tuple(pair[end] for pair in ends) for end in (0, 1))
    return Dated(
        since=since,
        figures=lows,
        tops=None if lows == tops else tops,
        step=standing.number("step") if standing.entry("step") is not None else None,
        origin=standing.origin(sources) or Origin(source="", place={}, grade=Grade.C),
        unconfirmed_keys=frozenset(unconfirmed) if unconfirmed else None,
    )


def _check_shape(entry: Marked, count: int, at: Fields, choices: tuple[str, ...]) -> None:
    """Note a list where one figure belongs, one figure where a table does, and an empty table."""
    is_bounds = entry.map is not None and entry.map.keys() <= BOUNDS
    is_table = (entry.list is not None or entry.map is not None) and not is_bounds
    is_wanted = at.entry("by") is not None
    if is_table is not is_wanted or not count or (choices and count != len(choices)):
        at.notes.note(entry, "figures_do_not_fit")


def _figures(entry: Marked, choices: tuple[str, ...], notes: Notes) -> list[tuple[float, float]]:
    if entry.list is not None:
        return [_ends(item, notes) for item in entry.list]
    if entry.map is None or entry.map.keys() <= BOUNDS:
        return [_ends(entry, notes)]
    if set(entry.map) != set(choices):
        notes.note(entry, "choices_do_not_fit", " ".join(sorted(set(choices) ^ set(entry.map))))
    return [_ends(entry.map[name], notes) for name in choices if name in entry.map]


def _rows(item: Marked, notes: Notes) -> range:
    """Read the key of a row, or the keys from one to another: `3`, `7-20`."""
    first, _, last = str(item.value).partition("-")
    if first.isdigit() and (last.isdigit() or not last):
        return range(int(first), int(last or first) + 1)
    notes.note(item, "number_expected")
    return range(0)


def _ends(entry: Marked, notes: Notes) -> tuple[float, float]:
    """Read a figure: a number, `{min, max}` where only bounds are known, or `~` for not known."""
    if entry.value is None:
        return -math.inf, math.inf
    if entry.map is None:
        number = number_at(entry, notes)
        return number, number
    fields = Fields(entry, notes)
    fields.only(*BOUNDS)
    lo, hi = fields.number("min", -math.inf), fields.number("max", math.inf)
    if lo > hi:
        notes.note(entry, "bounds_reversed")
    return lo, hi
