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
        ("ratio: 0.5,", "ratio: 0.5, ratio_unit: month,", "unit_mismatch"),
        ("ratio: 0.5,", "ratio: 0.5, plus: some,", "number_expected"),
        ("ratio: 0.5,", "ratio: 0.5, printed: {soon: {1: 1}},", "date_expected"),
        ("ratio: 0.5,", "ratio: 0.5, printed: {2026-01-01: {one: 1}},", "row_expected"),
        ("ratio: 0.5,", "ratio: 0.5, printed: [1],", "map_expected"),
    ],
)
def test_a_check_that_cannot_be_made_is_refused(tmp_path, before, after, code):
    assert before in GOOD
    (tmp_path / "pack.yaml").write_text(GOOD.replace(before, after, 1), "utf-8")
    with pytest.raises(PackRefusedError, match=code):
        load_pack(tmp_path)


@pytest.mark.parametrize(
    ("cells", "declared", "is_found"),
    [
        ("[55005, 90014", "", True),
        ("[55005, 90014", "printed: {2026-01-01: {2: -1}}, ", False),
        ("[55005, 90015", "printed: {2026-01-01: {2: -1}}, ", True),
        ("[55005, 90014", "printed: {2026-01-01: {1: -1}}, ", True),
        ("[55005, 90015", "plus: 10, ", True),
        ("[55005, 90014", "within: 1, ", False),
    ],
)
def test_a_row_printed_off_its_share_is_off_by_just_so_much(tmp_path, cells, declared, is_found):
    text = GOOD.replace("[55005, 90015", cells).replace("round: down, ", f"round: down, {declared}")
    assert ("ratio_off" in {name for _, name, _ in warnings(tmp_path, text)}) is is_found


FLOOR = "programme: coal, criterion: floor, on: [2026-06-01, 2026-06-02], by: house.size,"


@pytest.mark.parametrize(
    ("test", "way", "limit", "codes"),
    [
        (">=", "from", 57611, set()),
        (">=", "from", 57612, {"example_disagrees"}),
        (">=", "at", 57611, {"example_disagrees"}),
        (">", "from", 57612, {"example_disagrees"}),
        ("<", "under", 57611, set()),
        ("<", "under", 57610, {"example_disagrees"}),
        ("<", "at", 57611, {"example_disagrees"}),
    ],
)
def test_a_limit_is_tried_from_which_side_it_is_met(tmp_path, test, way, limit, codes):
    text = GOOD.replace("counted >= floor_coal", f"counted {test} floor_coal")
    text = text[: text.index("  - {name: one under")].replace(
        "cases:\n", f"  - {{{FLOOR} fact: house.income, {way}: {{2: {limit}}}}}\n"
    )
    (tmp_path / "pack.yaml").write_text(text, "utf-8")
    found = {item.code for item in check_pack(tmp_path) if item.about.startswith("coal 2 ")}
    assert found == codes


def test_a_rule_that_holds_from_a_day_on_is_tried_on_that_day_and_the_day_before(tmp_path):
    day = "  - {name: day, on: %s, facts: {house.size: 1, house.income: 1}, expect: {}}\n"
    text = GOOD.replace(
        "derived:\n",
        "  open: {name: {en: o, ko: o}, unit: '', values: {2025-01-01: 0, 2026-03-01: 1},"
        " source: edict, grade: A}\nderived:\n",
    ).replace('counted <= limit_bread[house.size]", source', 'open > 0", source')
    missing = {
        days: {
            about for _, code, about in warnings(tmp_path, text + day % days)
            if code == "boundary_missing" and "bread" in about
        }
        for days in (
            "2026-03-01", "[2025-01-01, 2026-03-01]", "[2025-01-01, 2026-02-28, 2026-03-01]",
        )
    }  # fmt: skip
    assert list(missing.values()) == [
        {"bread.income from 2025-01-01", "bread.income from 2026-03-01"},
        {"bread.income from 2026-03-01"},
        set(),
    ]


@pytest.mark.parametrize("on", ["", "on: soon,", "on: [],", "on: [2026-06-01, soon],"])
def test_an_example_names_its_days(tmp_path, on):
    text = GOOD.replace("one under the floor, on: 2026-06-01,", f"one under the floor, {on}")
    (tmp_path / "pack.yaml").write_text(text, "utf-8")
    code = "date_expected" if "soon" in on else "entry_missing"
    assert [item.code for item in check_pack(tmp_path)] == [code]


def test_warnings_do_not_keep_a_pack_from_being_used(tmp_path):
    text = GOOD.replace("parameters:\n", CATS, 1)
    assert warnings(tmp_path, text) != []
    assert load_pack(tmp_path).key == "ruritania"
    assert list(load_packs(tmp_path)) == ["ruritania"]


def test_somebody_elses_pack_is_refused_where_its_own_examples_fail(tmp_path):
    (tmp_path / "pack.yaml").write_text(GOOD.replace("[35203, 57610", "[35203, 57609", 1), "utf-8")
    with pytest.raises(PackRefusedError, match="example_disagrees one under the floor"):
        load_packs(tmp_path)
