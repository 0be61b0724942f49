"""Where a home was measured stands in two columns, and is held against its district."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from hopecare.domain.home_points import District
from hopecare.domain.matching.distance import Point
from hopecare.reading.area_words import AreaWords, KnownArea
from hopecare.reading.faults import FaultCode
from hopecare.reading.people_columns import RESIDENT_COLUMNS, VOLUNTEER_COLUMNS
from hopecare.reading.people_rows import Ground, read_residents, read_volunteers
from hopecare.reading.tables import read_table
from tests.reading.sheets_for_tests import csv_file

HWADO, DASAN = (UUID(int=number) for number in (1, 2))
AREAS = AreaWords.of(
    [
        KnownArea(area_id=HWADO, code="4136025600", names=("화도읍", "Hwado-eup")),
        KnownArea(area_id=DASAN, code="4136054500", names=("다산1동", "Dasan 1-dong")),
    ]
)
RING = [[127.25, 37.6], [127.4, 37.6], [127.4, 37.7], [127.25, 37.7], [127.25, 37.6]]
OUTLINE = {"type": "Polygon", "coordinates": [RING]}
GROUND = Ground(
    today=date(2026, 11, 23),
    country="KR",
    areas=AREAS,
    districts=(
        District(area_id=HWADO, middle=Point(37.65, 127.30), shape=OUTLINE),
        District(area_id=DASAN, middle=Point(37.62, 127.15)),
    ),
    allow_invented=True,
)
RESIDENT = {"이름": "김다래", "연락처": "010-0000-0001"}
VOLUNTEER = {"name": "차누리봄", "phone": "010-0000-0101", "skills": "말벗"}
KINDS = pytest.mark.parametrize("kind", [RESIDENT, VOLUNTEER])


def measured(**cells):
    content = csv_file([list(cells), list(cells.values())])
    if "skills" in cells:
        return next(read_volunteers(read_table(content, VOLUNTEER_COLUMNS), GROUND))
    return next(read_residents(read_table(content, RESIDENT_COLUMNS), GROUND))


@KINDS
@pytest.mark.parametrize(
    ("lat", "lon"),
    [("37.6512", "127.3064"), ("37,6512", "127,3064"), ("37.6512°", " 127.3064 ° ")],
)
def test_a_measured_home_is_read_and_found_in_its_district(kind, lat, lon):
    person = measured(**kind, 위도=lat, 경도=lon).person
    assert person.point == Point(37.6512, 127.3064)
    assert person.area_id == HWADO


@KINDS
def test_a_home_that_nobody_measured_has_no_point(kind):
    assert measured(**kind, latitude="", longitude="", area="화도").person.point is None


@KINDS
@pytest.mark.parametrize(
    ("lat", "lon", "area", "column", "code"),
    [
        ("127.3064", "37.6512", "화도", "latitude", FaultCode.PLACE_SWAPPED),
        ("0", "0", "", "latitude", FaultCode.PLACE_AT_ZERO),
        ("35.1796", "129.0756", "화도", "latitude", FaultCode.PLACE_OUTSIDE),
        ("37.68", "127.22", "화도", "latitude", FaultCode.PLACE_OUTSIDE),
        ("37.6512", "127.3064", "다산1동", "latitude", FaultCode.PLACE_OTHER_DISTRICT),
        ("37.6512", "", "화도", "longitude", FaultCode.PLACE_INCOMPLETE),
        ("", "127.3064", "", "latitude", FaultCode.PLACE_INCOMPLETE),
        ("마석역", "127.3064", "화도", "latitude", FaultCode.PLACE_UNREADABLE),
        ("37.65.12", "127.3064", "", "latitude", FaultCode.PLACE_UNREADABLE),
        ("nan", "127.3064", "", "latitude", FaultCode.PLACE_UNREADABLE),
        ("37.6512", "1273.064", "", "longitude", FaultCode.PLACE_UNREADABLE),
    ],
)
def test_a_point_that_cannot_be_is_named(kind, lat, lon, area, column, code):
    faults = measured(**kind, latitude=lat, longitude=lon, area=area)
    assert [(fault.column, fault.code) for fault in faults] == [(column, code)]
