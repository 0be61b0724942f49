"""A measured point of a home lies in the district the home stands in."""

from __future__ import annotations

from uuid import UUID

import pytest

from hopecare.domain.home_points import (
    OTHER_DISTRICT,
    OUTSIDE,
    District,
    district_of,
    home_point_fault,
)
from hopecare.domain.matching.distance import Point
from hopecare.domain.town_points import AT_ZERO, FAR_OFF, SWAPPED

WEST, EAST, BARE = (UUID(int=number) for number in (1, 2, 3))


def square(west, east, *, hole=()):
    ring = [[west, 37.6], [east, 37.6], [east, 37.7], [west, 37.7], [west, 37.6]]
    return {"type": "Polygon", "coordinates": [ring, *hole]}


POND = [[127.14, 37.64], [127.16, 37.64], [127.16, 37.66], [127.14, 37.66], [127.14, 37.64]]
DISTRICTS = (
    District(area_id=WEST, middle=Point(37.65, 127.15), shape=square(127.1, 127.2, hole=[POND])),
    District(
        area_id=EAST,
        middle=Point(37.65, 127.25),
        shape={"type": "MultiPolygon", "coordinates": [square(127.2, 127.3)["coordinates"]]},
    ),
    District(area_id=BARE, middle=Point(37.75, 127.25)),
)


@pytest.mark.parametrize(
    ("lat", "lon", "area_id", "fault"),
    [
        (37.65, 127.12, WEST, None),
        (37.65, 127.25, EAST, None),
        (37.65, 127.25, WEST, OTHER_DISTRICT),
        (37.65, 127.12, EAST, OTHER_DISTRICT),
        (37.65, 127.12, BARE, OTHER_DISTRICT),
        (37.76, 127.26, BARE, None),
        (37.76, 127.26, WEST, OUTSIDE),
        (37.65, 127.15, WEST, OUTSIDE),
        (37.65, 127.202, WEST, None),
        (37.702, 127.15, WEST, None),
        (37.65, 127.25, None, None),
        (37.65, 127.25, UUID(int=9), None),
        (127.25, 37.65, EAST, SWAPPED),
        (0, 0, EAST, AT_ZERO),
        (35.17, 129.07, EAST, FAR_OFF),
    ],
)
def test_the_district_of_a_home_holds_its_point(lat, lon, area_id, fault):
    assert home_point_fault(Point(lat, lon), area_id, DISTRICTS) == fault


@pytest.mark.parametrize(
    ("lat", "lon", "area_id"),
    [(37.65, 127.12, WEST), (37.65, 127.25, EAST), (37.76, 127.26, None), (37.65, 127.15, None)],
)
def test_a_district_is_found_by_the_outline_that_holds_a_point(lat, lon, area_id):
    assert district_of(Point(lat, lon), DISTRICTS) == area_id
