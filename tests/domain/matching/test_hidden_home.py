"""However many volunteers compare what they are shown, no home is singled out."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.matching.distance import (
    JITTER_FROM_M,
    JITTER_UNTIL_M,
    NEVER_NEARER_M,
    OFF_GRID_M,
    DistanceBand,
    Point,
    band_of,
    distance_m,
    jittered,
    moved,
)

MIDDLE = Point(37.65, 127.24)
LIMITS_M = {
    DistanceBand.UNDER_500_M: (0, 500),
    DistanceBand.UNDER_1_KM: (500, 1_000),
    DistanceBand.UNDER_2_KM: (1_000, 2_000),
    DistanceBand.UNDER_5_KM: (2_000, 5_000),
    DistanceBand.FARTHER: (5_000, math.inf),
}
STEP_M = 25
"""A home every 25 m: sixteen hundred in a square kilometre, as in a Korean town's low houses."""
MANY_HOMES = 800
REACH_M = 2_500
SPOTS = st.tuples(st.floats(-4_000, 4_000), st.floats(-4_000, 4_000))


def line_of(step):
    """Metres from the middle along one line."""
    return np.arange(-REACH_M, REACH_M + 1, step, dtype=np.float64)


def lattice(step):
    """Metres north and east of the middle."""
    line = line_of(step)
    north, east = np.meshgrid(line, line)
    return np.column_stack((north.ravel(), east.ravel()))


def metres_of(point):
    """Where a point lies on the flat map of this test."""
    north = distance_m(Point(MIDDLE.lat, point.lon), point) * (1 if point.lat > MIDDLE.lat else -1)
    east = distance_m(Point(point.lat, MIDDLE.lon), point) * (1 if point.lon > MIDDLE.lon else -1)
    return np.array((north, east))


def shown_to(shown, spot):
    """What the product tells a volunteer who starts there."""
    start = moved(MIDDLE, north_m=spot[0], east_m=spot[1])
    return band_of(distance_m(shown, start))


def consistent(places, spots, bands):
    """Which places fit every band."""
    fits = np.ones(len(places), dtype=bool)
    for spot, band in zip(spots, bands, strict=True):
        away = np.hypot(places[:, 0] - spot[0], places[:, 1] - spot[1])
        least, most = LIMITS_M[band]
        # The flat map errs by some metres: whoever compares may not know better.
        fits &= (away >= least - 5) & (away <= most + 5)
    return fits


def homes_left(shown, spots, bands):
    """Every home that may have been shown so, by somebody who knows exactly how it is done."""
    coarse = lattice(100)
    found = np.vstack((coarse[consistent(coarse, spots, bands)], metres_of(shown)[None, :]))
    line, most = line_of(STEP_M), JITTER_UNTIL_M + OFF_GRID_M
    left = np.zeros((len(line), len(line)), dtype=bool)
    for north, east in found:
        # Whoever lives farther north, south, east or west lives farther away too.
        across, along = (
            slice(np.searchsorted(line, at - most), np.searchsorted(line, at + most, "right"))
            for at in (east, north)
        )
        away = np.hypot(line[along] - north, line[across, None] - east)
        left[across, along] |= (away >= JITTER_FROM_M - OFF_GRID_M) & (away <= most)
    return lattice(STEP_M)[left.ravel()]


def a_home(spot):
    """A home, and the grid point that stands for it; the grid is that of three decimals."""
    home = moved(MIDDLE, north_m=spot[0], east_m=spot[1])
    return home, Point(round(home.lat, 3), round(home.lon, 3))


HOMES = st.tuples(st.floats(-1_500, 1_500), st.floats(-1_500, 1_500))


@given(home=HOMES, seed=st.binary(min_size=8), spots=st.lists(SPOTS, min_size=3, max_size=60))
def test_very_many_homes_fit_whatever_any_number_of_volunteers_is_shown(home, seed, spots):
    own, grid = a_home(home)
    shown = jittered(grid, seed=seed)
    bands = [shown_to(shown, spot) for spot in spots]
    left = homes_left(shown, spots, bands)
    assert len(left) >= MANY_HOMES
    nearest = np.min(np.hypot(*(left - metres_of(own)).T))
    assert nearest <= STEP_M, "their own home is among those that fit"


@given(home=HOMES, seed=st.binary(min_size=8))
def test_what_can_be_found_is_the_shown_point_and_that_is_never_the_home(home, seed):
    own, grid = a_home(home)
    assert distance_m(own, grid) <= OFF_GRID_M
    away = distance_m(own, jittered(grid, seed=seed))
    assert NEVER_NEARER_M * 0.99 <= away <= JITTER_UNTIL_M + OFF_GRID_M


@given(lat=st.floats(-70, 70), lon=st.floats(-179, 179))
def test_a_home_lies_near_its_grid_point_anywhere_on_the_globe(lat, lon):
    assert distance_m(Point(lat, lon), Point(round(lat, 3), round(lon, 3))) <= OFF_GRID_M


def test_bands_all_around_lead_to_the_shown_point():
    # As many volunteers as one likes: the best guess of their bands is the shown point.
    own, grid = a_home((130.0, -70.0))
    shown = jittered(grid, seed=b"a secret of the home")
    chance = np.random.default_rng(3)
    spots = [tuple(each) for each in chance.uniform(-3_000, 3_000, (400, 2))]
    bands = [shown_to(shown, spot) for spot in spots]
    fine = metres_of(shown) + lattice(10)[np.max(np.abs(lattice(10)), axis=1) <= 600]
    guess = fine[consistent(fine, spots, bands)].mean(axis=0)
    assert np.hypot(*(guess - metres_of(shown))) < 15
    assert np.hypot(*(guess - metres_of(own))) > NEVER_NEARER_M - 15
