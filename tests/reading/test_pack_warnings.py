"""The checker finds every planted mistake at its line, and nothing in a pack without one."""

from __future__ import annotations

from pathlib import Path

import pytest

from hopecare.errors import PackRefusedError
from hopecare.reading.packs import check_pack, load_pack, load_packs

GOOD = (Path(__file__).parents[1] / "packs" / "ruritania" / "pack.yaml").read_text("utf-8")
BREAD_25 = "      2025-01-01: [30000, 49500, 64500, 78000, 90000, 100500]\n"
BREAD_26 = "      2026-01-01: [35203, 57610, 74896, 90582, 104989, 118115]\n"
COAL_26 = "{2026-01-01: [55005, 90015, 117025, 141535, 164045, 184555]}"
LIMIT_COAL = GOOD[
    GOOD.index("  - {programme: coal, criterion: limit") : GOOD.index("  - {name: one under")
]


def warnings(tmp_path: Path, text: str) -> list[tuple[int, str, str]]:
    (tmp_path / "pack.yaml").write_text(text, "utf-8")
    found = check_pack(tmp_path)
    return [(item.line, item.code, item.about) for item in found if item.is_warning]


def test_nothing_is_found_in_a_pack_without_mistakes(tmp_path):
    assert warnings(tmp_path, GOOD) == []


CATS = (
    "  house.cats: {type: number, min: 0, who: resident,"
    " name: {en: c, ko: c}, ask: {en: c, ko: c}}\nparameters:\n"
)
SPARE = (
    "  spare: {unit: YYD/month, name: {en: s, ko: s}, value: house.income}\n"
    "  twice: {unit: YYD/month, name: {en: t, ko: t}, value: spare + house.income}\nprogrammes:\n"
)
ON_IT = (
    "  - {name: on it, on: 2026-06-01, facts: {house.size: 3, house.income: 117025}, expect: {}}\n"
)
# Each: what is written instead of what, and the warning that must be given.
PLANTED = {
    "a wrong cell, by its ratio": ("74896, 90582", "74986, 90582", "ratio_off"),
    "one unit off, by its ratio": ("74896, 90582", "74897, 90582", "ratio_off"),
    "rounded up instead of down": ("[55005, 90015", "[55006, 90015", "ratio_off"),
    "a wrong last cell, by its step": ("164045, 184555]", "164045, 185555]", "step_off"),
    "a step that is not the table's": ("step: 20510", "step: 20150", "step_off"),
    "a row lost": (COAL_26, COAL_26.replace("90015, ", ""), "ratio_off"),
    "digits turned around": ("283070, 328090", "238070, 328090", "step_irregular"),
    "a row typed too low": ("165000, 215000", "165000, 125000", "table_falls"),
    "a first cell of another table": ("[110010, 180030", "[10010, 180030", "step_irregular"),
    "a last cell of another table": ("328090, 369110]", "328090, 639110]", "step_irregular"),
    "a table that ends": ("    step: 41020\n", "", "table_ends"),
    "more rows than sizes": ("335000]", "335000, 365000, 390000, 410000]", "table_too_long"),
    "a limit of last year": (BREAD_26, "", "vintage_behind"),
    "a limit of next year": (
        BREAD_26,
        BREAD_26 + BREAD_26.replace("2026", "2027"),
        "vintage_ahead",
    ),
    "a gap above the ceiling": ("[35204, 57611", "[35204, 57711", "gap_above_ceiling"),
    "an overlap with the ceiling": ("[35204, 57611", "[35204, 57610", "overlap_with_ceiling"),
    "a floor that counts differently": ("first: 1", "first: 0", "gap_above_ceiling"),
    "a figure after its programme": (
        BREAD_25,
        BREAD_25 + BREAD_25.replace("2025", "2027"),
        "value_after_end",
    ),
    "a figure after its own end": (
        "    check: {above",
        "    until: 2025-12-31\n    check: {above",
        "value_after_end",
    ),
    "a fact nobody asks for": ("parameters:\n", CATS, "fact_unused"),
    "a number without a top": ("parameters:\n", CATS, "fact_unbounded"),
    "a figure nobody uses": ("floor_coal[house.size]", "limit_bread[house.size]", "figure_unused"),
    "a value nobody uses": ("programmes:\n", SPARE, "derived_unused"),
    "a limit without its boundary": (LIMIT_COAL, "cases:\n", "boundary_missing"),
    "a limit tried on one side only": (LIMIT_COAL, "cases:\n" + ON_IT, "boundary_missing"),
    "a limit of a year not tried": ("bread, on: 2025-06", "bread, on: 2026-02", "boundary_missing"),
}


@pytest.mark.parametrize(("before", "after", "code"), PLANTED.values(), ids=PLANTED.keys())
def test_a_planted_mistake_is_found(tmp_path, before, after, code):
    assert before in GOOD
    assert code in {name for _, name, _ in warnings(tmp_path, GOOD.replace(before, after, 1))}


@pytest.mark.parametrize(
    ("before", "after", "code", "shown"),
    [
        ("74896, 90582", "74986, 90582", "ratio_off", "74986"),
        ("283070, 328090", "238070, 328090", "step_irregular", "238070"),
        ("first: 1", "first: 0", "gap_above_ceiling", "[30001, 49501"),
        ("parameters:\n", CATS, "fact_unbounded", "{type: number, min: 0"),
        (LIMIT_COAL, "cases:\n", "boundary_missing", "{id: limit,"),
    ],
)
def test_a_warning_stands_on_the_line_it_is_about(tmp_path, before, after, code, shown):
    text = GOOD.replace(before, after, 1)
    line = text[: text.index(shown)].count("\n") + 1
    assert line in {at for at, name, _ in warnings(tmp_path, text) if name == code}


def test_a_wrong_cell_is_said_with_what_it_should_be(tmp_path):
    found = warnings(tmp_path, GOOD.replace("74896, 90582", "74986, 90582", 1))
    assert [about for _, code, about in found if code == "ratio_off"] == [
        "limit_bread 74986, by its ratio 74896"
    ]


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("    step: 41020\n", "    check: {rows: some}\n", "table_ends"),
        ("283070, 328090", "238070, 328090", "step_irregular"),
        ("round: nearest", "round: down, within: 1", "ratio_off"),
        (
            COAL_26,
            f"{COAL_26[:-1]}, 2028-01-01: [1, 2]}}\n    until: 2026-12-31",
            "value_after_end",
        ),
    ],
)
def test_what_the_author_declares_is_no_mistake(tmp_path, before, after, code):
    text = GOOD.replace(before, after, 1)
    text = text.replace("    step: 41020\n", "    step: 41020\n    check: {rise: uneven}\n", 1)
    text = text.replace("step: last}", "step: last, ahead: announced}")
    assert code not in {name for _, name, _ in warnings(tmp_path, text)}


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("ratio_of: average, ratio: 0.5", "ratio_of: aveage, ratio: 0.5", "figure_does_not_fit"),
        ("{ratio_of: average, ratio: 0.5, round: down", "{ratio_of: average", "ratio_incomplete"),
        ("above: limit_bread", "above: limit_beer", "figure_does_not_fit"),
        ("0.5, round: down", "0.5, round: sideways", "code_unknown"),
        ("step: last", "step: first", "code_unknown"),
        ("{2025-01-01: 0.3,", "{soon: 0.3,", "date_expected"),
        ("{above: limit_bread", "{under: limit_bread", "key_unknown"),
        ("    unit: YYD/month\n    by", "    unit: YYD/year\n    by", "unit_mismatch"),
    ],
)
def test_a_check_that_cannot_be_made_is_refused(tmp_path, before, after, code):
    assert before in GOOD
    (tmp_path / "pack.yaml").write_text(GOOD.replace(before, after, 1), "utf-8")
    with pytest.raises(PackRefusedError, match=code):
        load_pack(tmp_path)


def test_warnings_do_not_keep_a_pack_from_being_used(tmp_path):
    text = GOOD.replace("parameters:\n", CATS, 1)
    assert warnings(tmp_path, text) != []
    assert load_pack(tmp_path).key == "ruritania"
    assert list(load_packs(tmp_path)) == ["ruritania"]


def test_somebody_elses_pack_is_refused_where_its_own_examples_fail(tmp_path):
    (tmp_path / "pack.yaml").write_text(GOOD.replace("[35203, 57610", "[35203, 57609", 1), "utf-8")
    with pytest.raises(PackRefusedError, match="example_disagrees one under the floor"):
        load_packs(tmp_path)
