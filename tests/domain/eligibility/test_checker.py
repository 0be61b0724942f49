"""Every cell of the Korean tables is planted wrong, and every planted mistake is found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from hopecare.domain.eligibility.checker.comparing import wrong_figures
from hopecare.domain.eligibility.checker.tables import odd_tables, uneven_cell
from hopecare.domain.eligibility.figure_check import FigureCheck
from hopecare.domain.eligibility.pack import Pack
from hopecare.reading.packs import load_packs

KOREA = load_packs()["kr"]
OLD, NEW = date(2023, 1, 1), date(2024, 1, 1)
SHARES = {
    "limit_livelihood": ((OLD, 0.30), (NEW, 0.32)),
    "limit_medical": ((OLD, 0.40),),
    "limit_housing": ((OLD, 0.47), (NEW, 0.48)),
    "limit_education": ((OLD, 0.50),),
}
# The official limits of 2023 follow no single way of rounding: this is why the table is the rule.
OFF_BY_A_WON = {
    "limit_livelihood 1036846",
    "limit_livelihood 2696116",
    "limit_medical 1773927",
    "limit_medical 2891193",
    "limit_medical 3594819",
}
CELLS = [
    (key, at, cell)
    for key in SHARES
    for at, dated in enumerate(KOREA.parameters[key].values)
    if dated.since >= NEW
    for cell in range(len(dated.figures))
]


def with_shares(pack: Pack) -> Pack:
    """Declare of each limit which share of the median it is."""
    checked = {
        key: replace(
            pack.parameters[key], check=FigureCheck(ratio_of="median_income", ratios=ratios)
        )
        for key, ratios in SHARES.items()
    }
    return replace(pack, parameters={**pack.parameters, **checked})


def planted(pack: Pack, key: str, at: int, cell: int, value: float) -> Pack:
    """Give the pack with one cell of one table changed."""
    parameter = pack.parameters[key]
    values = list(parameter.values)
    figures = list(values[at].figures)
    figures[cell] = value
    values[at] = replace(values[at], figures=tuple(figures))
    changed = replace(parameter, values=tuple(values))
    return replace(pack, parameters={**pack.parameters, key: changed})


def test_the_korean_limits_are_their_shares_of_the_median_but_for_the_known_won():
    found = list(wrong_figures(with_shares(KOREA)))
    assert {finding.code for finding in found} == {"ratio_off"}
    assert {finding.about.partition(",")[0] for finding in found} == OFF_BY_A_WON


def test_no_table_of_the_korean_pack_falls_or_rises_unevenly():
    odd = [item for item in odd_tables(KOREA) if item.code in {"table_falls", "step_irregular"}]
    assert odd == []


def test_one_won_in_any_cell_is_found_by_its_share():
    checked = with_shares(KOREA)
    missed = []
    for key, at, cell in CELLS:
        dated = KOREA.parameters[key].values[at]
        bad = planted(checked, key, at, cell, dated.figures[cell] + 1)
        path = ("parameters", key, "values", dated.since.isoformat(), cell)
        if path not in {finding.path for finding in wrong_figures(bad)}:
            missed.append(path)
    assert (len(CELLS) > 80, missed) == (True, [])


def test_a_tenth_in_any_inner_cell_is_found_by_the_steps_alone():
    missed = []
    for key, at, cell in CELLS:
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
