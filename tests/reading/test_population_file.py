"""A file of households is read into the columns that its households, each alone, would give."""

from __future__ import annotations

import csv
import io
from datetime import date

import numpy as np
import pytest

from hopecare.domain.eligibility.answers import REASON, read_answers
from hopecare.domain.eligibility.columns import frame_of_many
from hopecare.domain.eligibility.frame import Column
from hopecare.domain.eligibility.spans import Span
from hopecare.errors import FileNotAcceptedError, InvalidInputError
from hopecare.reading.population_file import GIVEN, read_population
from tests.packs_read import read_once

KOREA = read_once()
DAY = date(2026, 6, 1)
NUMBERS = ("", "", "0", "0", "1000", "007", "2,000만원", "이천만", "<=500000", "1000~3000", "?")
TRUTHS = ("", "yes", "no", "예", "없음", "모름")
CELLS = {
    "area": ("11", "26", ""),
    "id": ("a", "b"),
    "household.size": ("", "1", "3", "5", "2~4", ">=3"),
    "household.region": ("", "gyeonggi", "Seoul", "?"),
    "household.covered": TRUTHS,
    "finding.obligor_refuses": TRUTHS,
    "receiving.livelihood": TRUTHS,
    "income.benefits": NUMBERS,
    "property.savings": NUMBERS,
    "members.0.age": ("", "67", "67세", "30~39"),
    "members.0.pay": NUMBERS,
    "members.0.school": ("", "none", "high"),
    "members.2.age": ("", "", "", "9", "?"),
}


def drawn(many: int) -> list[dict[str, str]]:
    chance = np.random.default_rng(7)
    households = []
    for _ in range(many):
        cells = {key: texts[chance.integers(len(texts))] for key, texts in CELLS.items()}
        if cells["household.size"] == "1":
            cells["members.2.age"] = ""
        households.append(cells)
    return households


def file_of(households: list[dict[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(CELLS))
    writer.writeheader()
    writer.writerows(households)
    return text.getvalue().encode()


def alone(cells: dict[str, str]):
    said = {key: text for key, text in cells.items() if text and key not in {"area", "id"}}
    if "finding.obligor_refuses" in said:
        said["finding.obligor_refuses" + REASON] = GIVEN
    facts, errors = read_answers(KOREA, said)
    assert not errors
    return facts


def assert_same(found: Column, expected: Column) -> None:
    if not isinstance(found, Span) or not isinstance(expected, Span):
        np.testing.assert_array_equal(found, expected)
        return
    assert found.exact == expected.exact
    np.testing.assert_array_equal(found.lo, expected.lo)
    np.testing.assert_array_equal(found.hi, expected.hi)


@pytest.mark.parametrize("chunk", [400, 150])
def test_many_lines_are_read_as_each_household_alone(chunk):
    households = drawn(400)
    parts = list(read_population(file_of(households), KOREA, on=DAY, chunk=chunk))
    assert [area for part in parts for area in part.areas] == [each["area"] for each in households]
    for number, part in enumerate(parts):
        mine = households[number * chunk :][: part.known.count]
        expected = frame_of_many(KOREA, [alone(each) for each in mine], KOREA.figures(DAY))
        assert part.known.columns.keys() == expected.columns.keys()
        for key, column in expected.columns.items():
            assert_same(part.known.columns[key], column)
        found, members = part.known.rows["members"], expected.rows["members"]
        np.testing.assert_array_equal(found.owner, members.owner)
        np.testing.assert_array_equal(found.present, members.present)
        for key, column in members.columns.items():
            assert_same(found.columns[key], column)


def test_a_mistake_among_many_lines_is_told_with_its_place():
    households = drawn(300)
    households[200] |= {"income.benefits": "much", "household.size": "1", "members.2.age": "9"}
    with pytest.raises(InvalidInputError) as refused:
        list(read_population(file_of(households), KOREA, on=DAY, chunk=100))
    assert refused.value.fields == {
        "202:income.benefits": ["not_a_number"],
        "202:household.size": ["fewer_than_listed"],
    }


def test_a_cell_under_no_heading_is_refused_and_short_lines_are_not():
    headings = "household.size,income.benefits,\n"
    (part,) = read_population((headings + "1\n2,100,\n").encode(), KOREA, on=DAY, chunk=9)
    assert part.known.span("household.size").lo.tolist() == [1, 2]
    with pytest.raises(FileNotAcceptedError):
        list(read_population((headings + "1,2,3\n").encode(), KOREA, on=DAY, chunk=9))
