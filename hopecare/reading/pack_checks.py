"""Reads what a pack declares about its figures so that they can be checked: `check:`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from hopecare.domain.eligibility.figure_check import NO_CHECK, FigureCheck, Rounding
from hopecare.domain.eligibility.units import fits, product, read_unit
from hopecare.reading.pack_fields import BEGINNING, Fields, number_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hopecare.domain.eligibility.figures import Parameter
    from hopecare.domain.eligibility.units import Unit

KEYS: Final = (
    "ratio_of",
    "ratio",
    "ratio_unit",
    "plus",
    "printed",
    "round",
    "within",
    "above",
    "first",
    "step",
    "rows",
    "rise",
    "ahead",
)


def read_check(parameter: Fields) -> FigureCheck:
    """Read the `check` of a figure; without one nothing is declared."""
    at = parameter.sub("check")
    if at is None:
        return NO_CHECK
    at.only(*KEYS)
    if (at.entry("ratio_of") is None) != (at.entry("ratio") is None):
        at.notes.note(at.at, "ratio_incomplete")
    return FigureCheck(
        ratio_of=at.text("ratio_of", "") or None,
        ratios=tuple(_ratios(at)),
        ratio_unit=at.text("ratio_unit", ""),
        plus=at.number("plus", 0.0),
        printed=tuple(_printed(at)),
        rounding=at.code("round", Rounding, Rounding.NEAREST) or Rounding.NEAREST,
        within=at.number("within", 0.0),
        above=at.text("above", "") or None,
        first_above=at.number("first", 0.0),
        last_step=_said(at, "step", "last"),
        may_end=_said(at, "rows", "some"),
        is_uneven=_said(at, "rise", "uneven"),
        is_ahead=_said(at, "ahead", "announced"),
    )


def note_checks_that_do_not_fit(root: Fields, parameters: Mapping[str, Parameter]) -> None:
    """Note each check that names a figure which is not there, or of another kind."""
    for key, at in root.maps("parameters"):
        for name in sorted(parameters[key].check.names):
            other = parameters.get(name)
            if other is None or other.by != parameters[key].by:
                at.notes.note(at.entry("check") or at.at, "figure_does_not_fit", name)
            elif not fits(read_unit(parameters[key].unit), _unit_of_share(parameters[key], other)):
                at.notes.note(at.entry("check") or at.at, "unit_mismatch", name)


def _unit_of_share(parameter: Parameter, other: Parameter) -> Unit | None:
    """Give the unit of a share of the other figure: one month of an income is an amount."""
    check = parameter.check
    own = read_unit(other.unit)
    return product(own, read_unit(check.ratio_unit)) if other.key == check.ratio_of else own


def _printed(at: Fields) -> Iterator[tuple[dt.date, int, float]]:
    """Read the rows that are printed off their share: by day and row, and by how much."""
    for day, rows in at.maps("printed"):
        try:
            since = dt.date.fromisoformat(day)
        except ValueError:
            at.notes.note(rows.at, "date_expected", day)
            continue
        for key, entry in (rows.at.map or {}).items():
            if key.isdecimal():
                yield since, int(key), number_at(entry, at.notes)
            else:
                at.notes.note(entry, "row_expected", key)


def _ratios(at: Fields) -> Iterator[tuple[dt.date, float]]:
    """Read a ratio that always held, or one for each day from which it holds."""
    found = at.entry("ratio")
    if found is None:
        return
    if found.map is None:
        yield BEGINNING, number_at(found, at.notes)
        return
    for day, entry in found.map.items():
        try:
            yield dt.date.fromisoformat(day), number_at(entry, at.notes)
        except ValueError:
            at.notes.note(entry, "date_expected", day)


def _said(at: Fields, key: str, word: str) -> bool:
    """Read an entry that may hold one word only."""
    said = at.text(key, "")
    if said not in ("", word):
        at.notes.note(at.entry(key) or at.at, "code_unknown", f"{key} {said}")
    return said == word
