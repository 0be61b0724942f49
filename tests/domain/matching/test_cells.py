"""Whoever goes as far as a place stands in one of the few squares that are looked into."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.matching.cells import REACHES_M, cell_of, cells_around
from hopecare.domain.matching.distance import Point, distance_m, moved

PLACES = st.builds(Point, st.floats(-65, 65), st.floats(-179, 179))
RADII = st.integers(100, REACHES_M[-1])


@given(place=PLACES, radius_m=RADII, share=st.floats(0, 1), turn=st.floats(0, 2 * math.pi))
def test_whoever_reaches_a_place_is_found_around_it(place, radius_m, share, turn):
    away = radius_m * share
    home = moved(place, north_m=away * math.cos(turn), east_m=away * math.sin(turn))
    if distance_m(place, home) <= radius_m:
        assert cell_of(home.lat, home.lon, radius_m) in cells_around(place)


@given(
    place=PLACES,
    radius_m=RADII,
    away=st.floats(0, REACHES_M[-1]),
    turn=st.floats(0, 2 * math.pi),
    ends=st.tuples(st.floats(0, 9_000), st.floats(0, 9_000)),
)
def test_whoever_stands_between_two_distances_is_found_there(place, radius_m, away, turn, ends):
    beyond_m, within_m = sorted(ends)
    home = moved(place, north_m=away * math.cos(turn), east_m=away * math.sin(turn))
    there = cells_around(place, within_m, beyond_m=beyond_m)
    assert set(there) <= set(cells_around(place))
    if beyond_m <= distance_m(place, home) <= min(radius_m, within_m):
        assert cell_of(home.lat, home.lon, radius_m) in there


@given(place=PLACES)
def test_few_squares_lie_around_any_place(place):
    around = cells_around(place)
    assert len(around) == len(set(around))
    assert len(around) < 700


def test_nobody_without_a_place_stands_in_a_square():
    assert cell_of(None, None, 2_000) is None
    assert cell_of(37.6, None, 2_000) is None


def test_who_goes_farther_stands_in_another_square():
    assert len({cell_of(37.6, 127.2, reach) for reach in REACHES_M}) == len(REACHES_M)
