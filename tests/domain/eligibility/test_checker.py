"""Every cell of the Korean tables is planted wrong, and every planted mistake is found."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from hopecare.domain.eligibility.checker.comparing import wrong_figures
from hopecare.domain.eligibility.checker.tables import odd_tables, uneven_cell
from hopecare.domain.eligibility.pack import Pack
from tests.packs_read import read_once

KOREA = read_once()
OLD = date(2023, 1, 1)
DERIVED = {
    "limit_livelihood",
    "limit_medical",
    "limit_housing",
    "limit_education",
    "limit_emergency",
    "limit_single_parent",
    "emergency_financial",
    "pension_line_couple",
    "disability_line_couple",
}
CELLS = [
    (key, at, cell)
    for key in sorted(DERIVED)
    for at, dated in enumerate(KOREA.parameters[key].values)
    for cell, figure in enumerate(dated.figures)
    if math.isfinite(figure)
]
LIMITS = [item for item in CELLS if item[0] in {"limit_livelihood", "limit_medical",
                                                "limit_housing", "limit_education"}]  # fmt: skip


def planted(pack: Pack, key: str, at: int, cell: int, value: float) -> Pack:
    """Give the pack with one cell of one table changed."""
    parameter = pack.parameters[key]
    values = list(parameter.values)
    figures = list(values[at].figures)
    figures[cell] = value
    values[at] = replace(values[at], figures=tuple(figures))
    changed = replace(parameter, values=tuple(values))
    return replace(pack, parameters={**pack.parameters, key: changed})


def test_every_derived_table_of_the_korean_pack_says_what_it_is_derived_from():
    declared = {key for key, item in KOREA.parameters.items() if item.check.ratio_of}
    assert declared == DERIVED
    assert list(wrong_figures(KOREA)) == []


def test_the_limits_of_2023_that_follow_no_single_rounding_are_said_to():
    assert {
        key: KOREA.parameters[key].check.printed for key in ("limit_livelihood", "limit_medical")
    } == {
        "limit_livelihood": ((OLD, 2, -1.0), (OLD, 8, 1.0)),
        "limit_medical": ((OLD, 3, 1.0), (OLD, 6, 1.0), (OLD, 8, -1.0)),
    }


def test_no_table_of_the_korean_pack_falls_or_rises_unevenly():
    odd = [item for item in odd_tables(KOREA) if item.code in {"table_falls", "step_irregular"}]
    assert odd == []


@pytest.mark.parametrize("won", [-1, 1])
def test_one_won_in_any_cell_is_found_by_its_share(won):
    missed = []
    for key, at, cell in CELLS:
        dated = KOREA.parameters[key].values[at]
        bad = planted(KOREA, key, at, cell, dated.figures[cell] + won)
        path = ("parameters", key, "values", dated.since.isoformat(), cell)
        if path not in {finding.path for finding in wrong_figures(bad)}:
            missed.append(path)
    assert (len(CELLS) > 160, missed) == (True, [])


def test_a_tenth_in_any_inner_cell_is_found_by_the_steps_alone():
    missed = []
    for key, at, cell in LIMITS:
        dated = KOREA.parameters[key].values[at]
        if not 1 < cell < len(dated.figures) - 2:
            continue
        for times in (0.9, 1.1):
            bad = planted(KOREA, key, at, cell, round(dated.figures[cell] * times))
            if not {item.code for item in odd_tables(bad)} & {"table_falls", "step_irregular"}:
                missed.append((key, dated.since, cell, times))
    assert missed == []


def turned(rows: list[int]) -> Iterator[tuple[int, int]]:
    """Give each cell with its second and third digit turned around."""
    for cell, value in enumerate(rows):
        digits = str(value)
        yield cell, int(digits[0] + digits[2] + digits[1] + digits[3:])


def test_turned_digits_are_found_at_their_cell():
    rows = [int(value) for value in KOREA.parameters["median_income"].values[3].figures]
    for cell, wrong in turned(rows):
        bad = [*rows[:cell], wrong, *rows[cell + 1 :]]
        if 1 < cell < len(rows) - 2 and abs(wrong - rows[cell]) > 100_000:
            assert uneven_cell(bad) == cell


@pytest.mark.parametrize(
    "rows",
    [
        [10, 20, 30, 40, 50],
        [10, 22, 32, 40, 46, 50],
        [295_200, 407_500, 532_700, 701_300],
        [398_900, 398_900, 662_500, 662_500, 874_100, 874_100],
        [1000, 1900, 2900, 3800, 4800],
        [5, 5, 5],
        [0, 0],
        [],
    ],
    ids=["even", "slower", "faster", "bands", "rounded", "flat", "nothing", "empty"],
)
def test_tables_that_grow_in_ordinary_ways_are_not_odd(rows):
    assert uneven_cell(rows) is None
