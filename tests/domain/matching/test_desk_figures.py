"""What the desk reckons: how uneven a load is, how old a need is, where a pair lies on the map."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations
from math import dist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.matching.distance import Point, moved
from hopecare.domain.matching.drawing import SHEET, Pair, drawn
from hopecare.domain.matching.fairness import gini, spread
from hopecare.domain.matching.waiting import Waiting, written_between
from tests.domain.matching.invented import MIDDLE
from tests.factories.towns import NOW

COUNTS = st.lists(st.integers(min_value=0, max_value=50), max_size=40)


@pytest.mark.parametrize(
    ("numbers", "said"),
    [([], 0.0), ([0, 0], 0.0), ([3, 3, 3], 0.0), ([0, 0, 0, 8], 0.75), ([1, 2], 1 / 6)],
)
def test_unevenness_is_the_gini_coefficient(numbers, said):
    assert gini(numbers) == pytest.approx(said)


@given(COUNTS)
def test_unevenness_lies_between_none_and_all_and_ignores_the_order(numbers):
    said = gini(numbers)
    assert 0 <= said + 1e-9 < 1 + 1e-9
    assert gini(numbers[::-1]) == pytest.approx(said)
    assert gini([number * 3 for number in numbers]) == pytest.approx(said)


@given(COUNTS)
def test_everybody_is_counted_once(numbers):
    assert sum(spread(numbers, most=8)) == len(numbers)
    assert spread(numbers, most=8)[8] == sum(number >= 8 for number in numbers)


@given(st.timedeltas(min_value=timedelta(days=-40), max_value=timedelta(hours=23)))
def test_every_need_has_exactly_one_age(ago):
    written = NOW + ago
    ages = [age for age in Waiting if _falls(written, *written_between(age, today_began=NOW))]
    assert len(ages) == 1


def _falls(moment, begins, ends):
    return (begins is None or moment >= begins) and (ends is None or moment < ends)


SHIFTS = st.tuples(st.floats(-9_000, 9_000), st.floats(-9_000, 9_000))


@given(st.lists(SHIFTS, min_size=1, max_size=20))
def test_every_place_of_a_town_lies_on_the_sheet_and_north_is_up(shifts):
    points = [moved(MIDDLE, north_m=north, east_m=east) for north, east in shifts]
    pairs = [Pair(number=at, need=point, helper=MIDDLE) for at, point in enumerate(points)]
    sheet = drawn(pairs)
    assert sheet is not None
    assert sheet.left_out == 0
    for mark, point in zip(sheet.marks, points, strict=True):
        assert mark.need is not None
        assert mark.helper is not None
        assert all(0 <= each <= SHEET for each in (*mark.need, *mark.helper))
        if point.lat > MIDDLE.lat + 0.001:
            assert mark.need[1] < mark.helper[1]


def test_a_place_far_away_is_left_out_instead_of_shrinking_the_others():
    near = [moved(MIDDLE, north_m=at, east_m=at) for at in (0, 500, 900)]
    pairs = [Pair(number=at, need=point, helper=None) for at, point in enumerate(near)]
    lost = [Pair(number=9, need=Point(0.0, 0.0), helper=Point(127.2, 37.6))]
    sheet = drawn([*pairs, *lost])
    assert sheet is not None
    assert sheet.left_out == 2
    assert sheet.marks[:3] == (drawn(pairs) or sheet).marks
    assert sheet.marks[3].need is None


def test_districts_are_named_where_they_are_and_never_stretch_the_sheet():
    corners = [moved(MIDDLE, north_m=at, east_m=-at) for at in (-900, 900)]
    pairs = [Pair(number=at, need=point, helper=None) for at, point in enumerate(corners)]
    here = {"가람1동": MIDDLE, "먼동": moved(MIDDLE, north_m=5_000, east_m=0)}
    sheet, plain = drawn(pairs, here), drawn(pairs)
    assert sheet is not None
    assert plain is not None
    [name] = sheet.names
    assert name.words == "가람1동"
    assert list(name.at) == pytest.approx([SHEET / 2, SHEET / 2], abs=1)
    assert name.anchor == "middle"
    assert sheet.marks == plain.marks


def test_a_name_near_an_edge_is_written_away_from_it():
    corners = [moved(MIDDLE, north_m=at, east_m=-at) for at in (-900, 900)]
    pairs = [Pair(number=at, need=point, helper=None) for at, point in enumerate(corners)]
    east, west = (moved(MIDDLE, north_m=0, east_m=at) for at in (850, -850))
    sheet = drawn(pairs, {"동쪽": east, "서쪽": west})
    assert sheet is not None
    assert [(name.words, name.anchor) for name in sheet.names] == [
        ("동쪽", "end"),
        ("서쪽", "start"),
    ]


def test_nothing_is_drawn_where_nothing_is_known():
    assert drawn([]) is None
    assert drawn([Pair(number=1, need=None, helper=None)]) is None


def test_no_mark_hides_a_districts_name_and_no_number_lies_on_another():
    far = moved(MIDDLE, north_m=-4_000, east_m=4_000)
    homes = [MIDDLE, moved(MIDDLE, north_m=60, east_m=40), far]
    helpers = [moved(home, north_m=-80, east_m=90) for home in homes]
    pairs = [
        Pair(number=at, need=need, helper=helper)
        for at, (need, helper) in enumerate(zip(homes, helpers, strict=True), start=1)
    ]
    sheet = drawn(pairs, {"가람1동": MIDDLE})
    assert sheet is not None
    places = [mark.number_at for mark in sheet.marks if mark.number_at is not None]
    assert len(places) == len(pairs)
    assert min(dist(one, other) for one, other in combinations(places, 2)) > 3
    [name] = sheet.names
    drawn_at = [at for mark in sheet.marks for at in (mark.need, mark.helper) if at is not None]
    assert len(drawn_at) == 2 * len(pairs)
    assert not any(
        name.at[0] - 1 <= x <= name.at[0] + 15 and name.at[1] - 4.5 <= y <= name.at[1] + 2
        for x, y in [*drawn_at, *places]
    )
