"""Homes that a list gives with latitude and longitude are measured from there, and stay so."""

from __future__ import annotations

import csv

import pytest
from sqlalchemy import select, update

from hopecare.commands.residents import residents
from hopecare.commands.volunteers import volunteers
from hopecare.domain.matching.cells import cell_of
from hopecare.queries.places import GridPlace, find_place
from models import Area, Household, Person, VolunteerProfile
from tests.reading.sheets_for_tests import csv_file

pytestmark = pytest.mark.both_databases

HEADINGS = ("이름", "연락처", "읍면동", "위도", "경도")
KIM = ("김다래", "010-0000-0001", "화도읍", "37.651234", "127.306412")
BAE = ("배마루", "010-0000-0002", "화도읍", "", "")
SKILLED = (*HEADINGS, "활동 가능")
EXACT = {"lat": 37.651234, "lon": 127.306412}
GRID = (37.651, 127.306)


@pytest.fixture
def middles(database, town, town_scope):
    """Both districts have a middle."""
    with database.writing(town_scope) as session:
        for name, lat, lon in (("화도읍", 37.65, 127.30), ("진접읍", 37.72, 127.19)):
            session.execute(update(Area).where(Area.name == name).values(lat=lat, lon=lon))


@pytest.fixture
def homes(database, town_scope, middles):
    def homes():
        with database.reading(town_scope) as session:
            found = session.scalars(select(Household).order_by(Household.id))
            return [(each.exact_point, each.grid_lat, each.grid_lon) for each in found]

    return homes


def written(tmp_path, *rows):
    path = tmp_path / "list.csv"
    path.write_bytes(csv_file(rows))
    return path


def test_a_resident_is_measured_from_their_home_and_the_others_from_the_middle(
    run, tmp_path, homes, database, town_scope
):
    run(residents, "import", written(tmp_path, HEADINGS, KIM, BAE))
    assert homes() == [(EXACT, *GRID), (None, None, None)]
    with database.reading(town_scope) as session:
        places = {
            each.full_name: find_place(session, each) for each in session.scalars(select(Person))
        }
    assert places == {
        "김다래": GridPlace(lat=GRID[0], lon=GRID[1], is_centroid=False),
        "배마루": GridPlace(lat=37.65, lon=127.30, is_centroid=True),
    }


def test_a_volunteer_is_measured_from_their_home(run, tmp_path, homes, database, town_scope):
    rows = [(*each, "말벗") for each in (KIM, BAE)]
    run(volunteers, "import", written(tmp_path, SKILLED, *rows))
    assert homes() == [(EXACT, *GRID)]
    with database.reading(town_scope) as session:
        found = session.scalars(select(VolunteerProfile).order_by(VolunteerProfile.id)).all()
    assert [(each.grid_lat, each.grid_lon) for each in found] == [GRID, (None, None)]
    assert found[0].near_cell == cell_of(*GRID, found[0].radius_m)


def test_a_resident_who_helps_too_starts_from_the_home_they_have(
    run, tmp_path, homes, database, town_scope
):
    run(residents, "import", written(tmp_path, HEADINGS, KIM))
    run(volunteers, "import", written(tmp_path, SKILLED, (*KIM[:3], "", "", "말벗")))
    assert homes() == [(EXACT, *GRID)]
    with database.reading(town_scope) as session:
        profile = session.scalars(select(VolunteerProfile)).one()
    assert (profile.grid_lat, profile.grid_lon) == GRID


def test_a_second_list_without_points_leaves_those_that_are_there(run, tmp_path, homes):
    run(residents, "import", written(tmp_path, HEADINGS, KIM))
    without = written(tmp_path, HEADINGS[:3], KIM[:3])
    said = run(residents, "import", without, "--language", "en").output
    assert "Already known, nothing changed: 1" in said
    empty = written(tmp_path, HEADINGS, (*KIM[:3], "", ""))
    said = run(residents, "import", empty, "--language", "en").output
    assert "Already known, nothing changed: 1" in said
    assert homes() == [(EXACT, *GRID)]


def test_another_point_of_somebody_known_is_named_and_left(run, tmp_path, homes):
    run(residents, "import", written(tmp_path, HEADINGS, KIM))
    moved = written(tmp_path, HEADINGS, (*KIM[:3], "37.66", "127.31"))
    said = run(residents, "import", moved, "--language", "en").output
    assert "위도, 경도" in said
    assert homes() == [(EXACT, *GRID)]


@pytest.mark.parametrize(
    ("lat", "lon", "said"),
    [
        ("127.306412", "37.651234", "the wrong way round"),
        ("0", "0", "a place in the sea"),
        ("35.1796", "129.0756", "outside the bounds of the town"),
        ("37.65", "", "One is empty"),
        ("마석역", "127.30", "degrees as a number"),
    ],
)
def test_a_line_with_a_point_that_cannot_be_is_left_out_whole_and_named(
    run, tmp_path, homes, lat, lon, said
):
    path = written(tmp_path, HEADINGS, BAE, (*KIM[:3], lat, lon))
    run(residents, "import", path, "--language", "en", code=3)
    assert homes() == [(None, None, None)]
    (reasons,) = tmp_path.glob("*.errors.csv")
    with reasons.open(encoding="utf-8-sig", newline="") as read:
        assert said in list(csv.reader(read))[1][-1]
