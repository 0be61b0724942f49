"""Distances, and how little of them others learn."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.matching.distance import (
    JITTER_FROM_M,
    JITTER_UNTIL_M,
    DistanceBand,
    Point,
    band_of,
    distance_m,
    jittered,
    moved,
    on_grid,
)

POINTS = st.builds(
    Point, st.floats(-70, 70, allow_nan=False), st.floats(-179, 179, allow_nan=False)
)


@pytest.mark.parametrize(
    ("metres", "band"),
    [
        (0, DistanceBand.UNDER_500_M),
        (499.9, DistanceBand.UNDER_500_M),
        (500, DistanceBand.UNDER_1_KM),
        (1_999, DistanceBand.UNDER_2_KM),
        (4_999, DistanceBand.UNDER_5_KM),
        (5_000, DistanceBand.FARTHER),
    ],
)
def test_a_distance_falls_into_one_band(metres, band):
    assert band_of(metres) is band


def test_seoul_to_busan_is_as_far_as_the_atlas_says():
    assert distance_m(Point(37.5665, 126.978), Point(35.1796, 129.0756)) == pytest.approx(
        325_000, rel=0.01
    )


@given(a=POINTS, b=POINTS)
def test_the_way_back_is_as_long(a, b):
    assert distance_m(a, b) == pytest.approx(distance_m(b, a))
    assert distance_m(a, a) == 0


@given(home=POINTS, seed=st.binary(min_size=1))
def test_a_case_is_shown_beside_its_house_always_at_the_same_point(home, seed):
    shown = jittered(home, seed=seed)
    assert shown == jittered(home, seed=seed)
    assert JITTER_FROM_M * 0.99 <= distance_m(home, shown) <= JITTER_UNTIL_M * 1.01


@given(seed=st.binary(min_size=1))
def test_three_volunteers_who_compare_find_the_shown_point_and_not_the_house(seed):
    # The worst case: somebody reads exact distances to the shown point from three places.
    home = Point(37.65, 127.24)
    shown = jittered(home, seed=seed)
    helpers = [moved(home, north_m=n, east_m=e) for n, e in ((900, 0), (-400, 700), (-300, -800))]
    error = max(abs(distance_m(each, shown) - distance_m(each, home)) for each in helpers)
    assert distance_m(home, shown) > JITTER_FROM_M * 0.99
    assert error > 20


@given(home=POINTS)
def test_a_grid_point_is_near_and_shared_by_its_square(home):
    middle = on_grid(home)
    assert distance_m(home, middle) <= 100 * math.sqrt(2) / 2 * 1.05
