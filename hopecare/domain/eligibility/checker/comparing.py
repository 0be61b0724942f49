"""Figures against what the pack declares about them: ratios, steps, vintages, ceilings below.

The table is the rule. A ratio only says where to look: laws round in more ways than one.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from hopecare.domain.eligibility.checker.finding import Finding, figure
from hopecare.domain.eligibility.checker.tables import place_of
from hopecare.domain.eligibility.figure_check import Rounding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hopecare.domain.eligibility.figures import Dated, Parameter
    from hopecare.domain.eligibility.pack import Pack


def wrong_figures(pack: Pack) -> Iterator[Finding]:
    """Give every figure that is not what the pack declares it to be."""
    for parameter in pack.parameters.values():
        check = parameter.check
        if check.ratio_of is not None:
            base = pack.parameters[check.ratio_of]
            yield from _behind(parameter, base)
            for dated in parameter.values:
                yield from _against_ratio(parameter, dated, base)
        if check.above is not None:
            yield from _against_ceiling(parameter, pack.parameters[check.above])
        if check.last_step:
            yield from _against_step(parameter)


def _behind(parameter: Parameter, base: Parameter) -> Iterator[Finding]:
    """Name each day on which the base was renewed and what derives from it was not."""
    for newer in base.values:
        held = parameter.on(newer.since)
        if held is not None and held.since < newer.since:
            about = f"{parameter.key} is of {held.since}, {base.key} of {newer.since}"
            yield Finding(place_of(parameter, held), "vintage_behind", about)


def _against_ratio(parameter: Parameter, dated: Dated, base: Parameter) -> Iterator[Finding]:
    standing = base.on(dated.since)
    ratio, since = parameter.check.ratio_on(dated.since)
    if standing is None or ratio is None:
        return
    if dated.since not in (standing.since, since):
        about = f"{parameter.key} is of {dated.since}, {base.key} of {standing.since}"
        yield Finding(place_of(parameter, dated), "vintage_ahead", about)
        return
    for place, value in enumerate(dated.figures):
        whole = _row(standing, place)
        if whole is None or not math.isfinite(value):
            continue
        wanted = _wanted(parameter, dated, place, Fraction(whole) * Fraction(str(ratio)))
        if abs(Fraction(value) - wanted) > Fraction(parameter.check.within):
            about = f"{parameter.key} {figure(value)}, by its ratio {figure(float(wanted))}"
            yield Finding(place_of(parameter, dated, place), "ratio_off", about)


def _wanted(parameter: Parameter, dated: Dated, place: int, share: Fraction) -> Fraction:
    """Give what a row should be, by its share and what the author has seen of it in print."""
    check = parameter.check
    off = check.printed_off(dated.since, parameter.first + place)
    return _rounded(share + Fraction(check.plus), check.rounding) + Fraction(off)


def _against_step(parameter: Parameter) -> Iterator[Finding]:
    for dated in parameter.values:
        step, rows = dated.step, dated.figures
        if step is None or len(rows) < 2:  # noqa: PLR2004  a step lies between two rows
            continue
        last = rows[-1] - rows[-2]
        if math.isfinite(last) and last != step:
            about = f"{parameter.key} {figure(step)}, its last rows have {figure(last)}"
            yield Finding(place_of(parameter, dated), "step_off", about)


def _against_ceiling(floor: Parameter, ceiling: Parameter) -> Iterator[Finding]:
    """Compare row by row on every day on which one of the two changes."""
    days = {dated.since for parameter in (floor, ceiling) for dated in parameter.values}
    for day in sorted(days):
        low, high = floor.on(day), ceiling.on(day)
        if low is None or high is None:
            continue
        for place in range(max(len(low.figures), len(high.figures))):
            yield from _between(floor, low, ceiling, high, place)


def _between(
    floor: Parameter, low: Dated, ceiling: Parameter, high: Dated, place: int
) -> Iterator[Finding]:
    begins, ends = _row(low, place), _row(high, place)
    if begins is None or ends is None or begins == ends + floor.check.first_above:
        return
    code = "gap_above_ceiling" if begins > ends else "overlap_with_ceiling"
    cell = place_of(floor, low, *([place] if place < len(low.figures) else []))
    yield Finding(cell, code, f"{floor.key} {figure(begins)}, {ceiling.key} {figure(ends)}")


def _row(dated: Dated, place: int) -> float | None:
    """Give a row, printed or continued by the declared step; None where it is not known."""
    rows, step = dated.figures, dated.step
    if place < len(rows):
        return rows[place] if math.isfinite(rows[place]) else None
    if step is None or not math.isfinite(rows[-1]):
        return None
    return rows[-1] + step * (place - len(rows) + 1)


def _rounded(value: Fraction, rounding: Rounding) -> Fraction:
    match rounding:
        case Rounding.DOWN:
            return Fraction(math.floor(value))
        case Rounding.UP:
            return Fraction(math.ceil(value))
        case Rounding.NEAREST:
            return Fraction(math.floor(value + Fraction(1, 2)))
