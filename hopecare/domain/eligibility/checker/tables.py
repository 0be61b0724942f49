"""Tables by a number: rows that are missing or too many, that fall, or that rise unevenly.

A wrong cell bends a table up and down again, so that the steps of the table change direction at
least twice; a table that grows evenly faster or slower bends one way only. The first and the last
cell have one neighbour: there a step of twice or half the next one is odd.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from hopecare.domain.eligibility.checker.finding import Finding, figure
from hopecare.domain.eligibility.facts import FactKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hopecare.domain.eligibility.figures import Dated, Parameter
    from hopecare.domain.eligibility.pack import Pack

FEWEST_STEPS: Final = 3
ODD_TIMES: Final = 2.0


def odd_tables(pack: Pack) -> Iterator[Finding]:
    """Give what is odd about each table whose key is a number."""
    for parameter in pack.parameters.values():
        if parameter.by is None or pack.facts[parameter.by].kind is not FactKind.NUMBER:
            continue
        for dated in parameter.values:
            yield from _ends(parameter, dated)
            if not parameter.check.is_uneven:
                yield from _falls(parameter, dated)
                yield from _bends(parameter, dated)


def place_of(parameter: Parameter, dated: Dated, *rest: int) -> tuple[str | int, ...]:
    """Give the path of a row of figures, or of one cell in it."""
    return ("parameters", parameter.key, "values", dated.since.isoformat(), *rest)


def uneven_cell(rows: Sequence[float]) -> int | None:
    """Find the cell that makes a rising table uneven, or None."""
    cells = [place for place, value in enumerate(rows) if place == 0 or value != rows[place - 1]]
    if not all(math.isfinite(value) for value in rows) or len(cells) <= FEWEST_STEPS:
        return None
    steps = [rows[later] - rows[place] for place, later in pairwise(cells)]
    bend = _turning(steps, 2 * _grain(rows))
    if bend is None:
        bend = _odd_end(steps)
    return None if bend is None else cells[bend]


def _turning(steps: Sequence[float], noise: float) -> int | None:
    """Find the sharpest bend of a table that bends up and down again."""
    bends = [(later - step, place + 1) for place, (step, later) in enumerate(pairwise(steps))]
    sharp = [bend for bend in bends if abs(bend[0]) > noise]
    turns = sum((one > 0) != (other > 0) for (one, _), (other, _) in pairwise(sharp))
    return max(sharp, key=lambda bend: abs(bend[0]))[1] if turns > 1 else None


def _odd_end(steps: Sequence[float]) -> int | None:
    """Find a first or last cell whose only step is far from the next one."""
    ends = ((0, steps[0], steps[1]), (len(steps), steps[-1], steps[-2]))
    for cell, step, beside in ends:
        if not 1 / ODD_TIMES < step / beside < ODD_TIMES:
            return cell
    return None


def _grain(rows: Sequence[float]) -> float:
    """Give the unit to which a table is rounded: its steps differ by as much without a mistake."""
    grain = 1.0
    while all(value % (grain * 10) == 0 for value in rows) and grain < max(rows):
        grain *= 10
    return grain


def _ends(parameter: Parameter, dated: Dated) -> Iterator[Finding]:
    rows, wanted = len(dated.figures), parameter.last - parameter.first + 1
    about = f"{parameter.key} has {rows} of {wanted} rows"
    if rows > wanted:
        yield Finding(place_of(parameter, dated), "table_too_long", about)
    if rows < wanted and dated.step is None and not parameter.check.may_end:
        yield Finding(place_of(parameter, dated), "table_ends", about)


def _falls(parameter: Parameter, dated: Dated) -> Iterator[Finding]:
    for place, (row, later) in enumerate(pairwise(dated.figures)):
        if math.isfinite(row) and later < row and math.isfinite(later):
            about = f"{parameter.key} {figure(row)} then {figure(later)}"
            yield Finding(place_of(parameter, dated, place + 1), "table_falls", about)


def _bends(parameter: Parameter, dated: Dated) -> Iterator[Finding]:
    rows = dated.figures
    if any(later < row for row, later in pairwise(rows)):
        return
    cell = uneven_cell(rows)
    if cell is not None:
        about = f"{parameter.key} {figure(rows[cell])}"
        yield Finding(place_of(parameter, dated, cell), "step_irregular", about)
