"""What an expression may be, and how it is judged where something is not known."""

from __future__ import annotations

import numpy as np
import pytest

from hopecare.domain.eligibility.expression import read_any, read_number, read_truth
from hopecare.domain.eligibility.frame import Frame, Rows, any_of
from hopecare.domain.eligibility.nodes import Declared, NameKind, Vocabulary
from hopecare.domain.eligibility.spans import Span, known
from hopecare.domain.eligibility.tables import Table
from hopecare.domain.eligibility.units import read_unit
from hopecare.errors import ExpressionRefusedError

MONEY = read_unit("KRW/month")
NAMES = Vocabulary(
    names={
        "income": Declared(kind=NameKind.NUMBER, unit=MONEY),
        "rent.year": Declared(kind=NameKind.NUMBER, unit=read_unit("KRW/year")),
        "size": Declared(kind=NameKind.NUMBER, unit=read_unit("persons")),
        "poor": Declared(kind=NameKind.TRUTH),
        "limit": Declared(kind=NameKind.TABLE, unit=MONEY, key_unit=read_unit("persons")),
        "member.wage": Declared(kind=NameKind.NUMBER, unit=MONEY, rows="members"),
        "member.pupil": Declared(kind=NameKind.TRUTH, rows="members"),
    },
    lists=frozenset({"members"}),
)


def column(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float64)


def one(*, income: Span | None = None, size: Span | None = None) -> Frame:
    """Give one household with two members, of whom the second may be there."""
    rows = Rows(
        owner=np.zeros(2, dtype=np.int64),
        present=np.array([1, 0], dtype=np.int8),
        columns={
            "member.wage": Span(column(100, 50), column(200, 50)),
            "member.pupil": np.array([1, -1], dtype=np.int8),
        },
    )
    limits = column(10, 20, 30)
    return Frame(
        1,
        {
            "income": income or known(column(15)),
            "rent.year": known(column(12)),
            "size": size or known(column(2)),
            "poor": np.array([0], dtype=np.int8),
        },
        {"members": rows},
        {"limit": Table(1, limits)},
    )


@pytest.mark.parametrize(
    "source",
    [
        "__import__('os').system('true')",
        "income.__class__",
        "9**9**9",
        "income ** 2",
        "'a' * 10",
        "lambda: 1",
        "[x for x in (1, 2)]",
        "income if poor else 0",
        "open('/etc/passwd')",
        "exec('1')",
        "(" * 10_000 + "1" + ")" * 10_000,
        "(" * 240 + "1" + ")" * 240,
        "-" * 30 + "1",
        "1e400",
        "9" * 400,
        "True",
        "None",
        "income; income",
        "income := 3",
        "income & 1",
        "unknown_name",
        "limit",
        "limit[income]",
        "size[1]",
        "income + size",
        "income <= rent.year",
        "poor + 1",
        "not income",
        "min(income)",
        "max(income, where=poor)",
        "first_match(poor, income)",
        "sum(members, member.pupil)",
        "any(members, member.wage)",
        "any(strangers, poor)",
        "any(members, any(members, member.pupil))",
        "member.wage",
        "income in 3",
        "f'{income}'",
        "\x00",
        "",
        " + ".join(["1"] * 240),
    ],
    ids=lambda source: repr(source[:24]),
)
def test_anything_but_the_few_forms_is_refused(source):
    with pytest.raises(ExpressionRefusedError) as refusal:
        read_any(source, NAMES)
    assert refusal.value.facts["problem"]


@pytest.mark.parametrize(
    ("source", "lo", "hi"),
    [
        ("income * 0.5 + 1", 8.5, 8.5),
        ("-income", -15, -15),
        ("income / 2", 7.5, 7.5),
        ("limit[size]", 20, 20),
        ("max(income, 20, 3)", 20, 20),
        ("clip(income, 0, 10)", 10, 10),
        ("floor(income * 0.7)", 10, 10),
        ("ceil(income * 0.7)", 11, 11),
        ("round_won(income * 0.1)", 2, 2),
        ("first_match(poor, 1, income > 10, 2, 3)", 1, 2),
        ("sum(members, member.wage)", 100, 250),
        ("sum(members, member.wage, where=member.pupil)", 100, 200),
        ("count(members)", 1, 2),
        ("count(members, not member.pupil)", 0, 1),
    ],
)
def test_numbers_are_known_or_known_within_bounds(source, lo, hi):
    found = read_number(source, NAMES).run(one())
    assert (found.lo[0], found.hi[0]) == (pytest.approx(lo), pytest.approx(hi))


@pytest.mark.parametrize(
    ("source", "truth"),
    [
        ("income <= limit[size]", 1),
        ("income < 15", -1),
        ("10 < income <= 15", 1),
        ("income != 15", -1),
        ("size in (1, 2)", 1),
        ("size not in (1, 2)", -1),
        ("poor", 0),
        ("poor or income == 15", 1),
        ("poor and income == 14", -1),
        ("poor and income == 15", 0),
        ("not poor", 0),
        ("any(members, member.pupil)", 1),
        ("all(members, member.pupil)", 0),
        ("any(members, member.wage > 150)", 0),
        ("any(members, member.wage > 200)", -1),
        ("all(members, member.wage <= 200)", 1),
    ],
)
def test_truth_is_yes_no_or_undecided(source, truth):
    assert int(read_truth(source, NAMES).run(one())[0]) == truth


def test_an_unknown_size_gives_the_bounds_of_the_rows_it_may_select():
    found = read_number("limit[size]", NAMES).run(one(size=Span(column(1), column(2))))
    assert (found.lo[0], found.hi[0]) == (10, 20)


def test_a_size_beyond_the_table_is_not_known_rather_than_the_last_row():
    found = read_number("limit[size]", NAMES).run(one(size=known(column(4))))
    assert (found.lo[0], found.hi[0]) == (-np.inf, np.inf)


def test_a_single_comparison_shows_its_sides():
    sides = read_truth("income <= limit[size]", NAMES).sides
    assert sides is not None
    assert (sides.left.run(one()).lo[0], sides.right.run(one()).lo[0], sides.sign) == (15, 20, 1)


def test_what_is_written_twice_is_one_part():
    first, last = "any(members, member.wage > 90)", "not poor"
    one_way = read_truth(f"{first} and {last}", NAMES)
    other_way = read_truth(f"{last} or {first}", NAMES)
    assert [id(part) for part in one_way.parts] == [id(part) for part in other_way.parts[::-1]]


def test_a_list_says_yes_for_each_household_by_its_own_rows():
    rows = Rows(np.array([0, 0, 2, 3]), np.array([1, 1, 1, 0], dtype=np.int8), {})
    truth = np.array([-1, 1, -1, 0], dtype=np.int8)
    assert any_of(rows, 5, truth).tolist() == [1, -1, -1, 0, -1]
    assert any_of(Rows(np.array([], dtype=np.int64), truth[:0], {}), 2, truth[:0]).tolist() == [
        -1,
        -1,
    ]


def test_rounding_down_never_loses_a_won_to_binary_fractions():
    frame = one(income=known(column(1_000_010, 1_000_020, 820_560)))
    found = read_number("floor(income * 0.7)", NAMES).run(frame)
    assert found.lo.tolist() == [700_007, 700_014, 574_392]
