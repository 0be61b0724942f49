"""A point that was typed is held against the districts of its town."""

from __future__ import annotations

import pytest

from hopecare.domain.matching.distance import Point
from hopecare.domain.town_points import AT_ZERO, FAR_OFF, SWAPPED, point_fault

TOWN = (Point(37.65, 127.30), Point(37.72, 127.19))


@pytest.mark.parametrize(
    ("lat", "lon", "fault"),
    [
        (37.66, 127.25, None),
        (37.5665, 126.978, None),
        (127.25, 37.66, SWAPPED),
        (0, 0, AT_ZERO),
        (36.66, 127.25, FAR_OFF),
        (37.66, -127.25, FAR_OFF),
        (190, 190, FAR_OFF),
    ],
)
def test_a_point_lies_in_the_town_or_not_far_from_it(lat, lon, fault):
    assert point_fault(lat, lon, TOWN) is fault


@pytest.mark.parametrize(
    ("lat", "lon", "fault"),
    [
        (51.5, -0.1, None),
        (127.25, 37.66, SWAPPED),
        (120, 120, FAR_OFF),
        (0, 0, AT_ZERO),
    ],
)
def test_where_no_district_has_a_middle_only_the_globe_tells(lat, lon, fault):
    assert point_fault(lat, lon, ()) is fault
