"""Homes that a list gives with latitude and longitude are measured from there, and stay so."""

from __future__ import annotations

import csv

import pytest
from sqlalchemy import select, update

from hopecare.commands.residents import residents
from hopecare.commands.volunteers import volunteers
from hopecare.domain.matching.cells import cell_of
from hopecare.domain.timeline import EntryKind
from hopecare.queries.places import GridPlace, find_place
from models import Area, Household, Person, Run, TimelineEntry, VolunteerProfile
from tests.jobs.test_one_bad_row import spoil
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


ADDRESSED = (*HEADINGS, "주소")
AT_HOME = "경기도 남양주시 가람로 7"


def entries(database, town_scope):
    with database.reading(town_scope) as session:
        kind = TimelineEntry.kind == EntryKind.HOUSEHOLD_MEASURED
        return len(session.scalars(select(TimelineEntry).where(kind)).all())


def test_a_second_list_gives_a_home_the_point_that_it_had_not(
    run, tmp_path, homes, database, town_scope
):
    run(residents, "import", written(tmp_path, ADDRESSED, (*KIM[:3], "", "", AT_HOME), (*BAE, "")))
    measured = written(tmp_path, ADDRESSED, (*KIM, AT_HOME), (*BAE, ""))
    said = run(residents, "import", measured, "--dry-run", "--language", "en").output
    assert "Known homes that get their point: 1" in said
    assert homes() == [(None, None, None)] * 2
    for time in (1, 0):
        said = run(residents, "import", measured, "--language", "en").output
        assert f"Known homes that get their point: {time}" in said
        assert f"Already known, nothing changed: {2 - time}" in said
        assert homes() == [(EXACT, *GRID), (None, None, None)]
    assert entries(database, town_scope) == 1
    with database.reading(town_scope) as session:
        results = [run.result for run in session.scalars(select(Run).order_by(Run.id))]
    assert [each["measured"] for each in results] == [0, 1, 0]


def test_without_an_address_on_either_side_the_district_says_that_it_is_the_home(
    run, tmp_path, homes
):
    run(residents, "import", written(tmp_path, HEADINGS, (*KIM[:3], "", "")))
    run(residents, "import", written(tmp_path, HEADINGS, KIM))
    assert homes() == [(EXACT, *GRID)]


@pytest.mark.parametrize(
    ("area", "address"),
    [("화도읍", "경기도 남양주시 나루로 3"), ("진접읍", AT_HOME), ("화도읍", "")],
)
def test_a_point_of_another_home_is_named_and_left(run, tmp_path, homes, area, address):
    run(residents, "import", written(tmp_path, ADDRESSED, (*KIM[:3], "", "", AT_HOME)))
    other = written(tmp_path, ADDRESSED, (*KIM[:2], area, "37.66", "127.31", address))
    said = run(residents, "import", other, "--language", "en").output
    assert "위도, 경도" in said
    assert homes() == [(None, None, None)]


def test_two_who_live_together_are_measured_by_the_first_of_them(run, tmp_path, homes):
    together = (*ADDRESSED, "가구번호")
    first, second = (*KIM[:3], "", "", AT_HOME, "1"), (*BAE[:3], "", "", AT_HOME, "1")
    run(residents, "import", written(tmp_path, together, first, second))
    again = [(*KIM, AT_HOME, "1"), (*BAE[:3], "37.66", "127.31", AT_HOME, "1")]
    said = run(residents, "import", written(tmp_path, together, *again), "--language", "en").output
    assert "Known homes that get their point: 1" in said
    assert "Line 3 differs, left as it is: 위도, 경도" in said
    assert homes() == [(EXACT, *GRID)]


def test_a_volunteer_whose_list_said_no_home_starts_from_the_point(
    run, tmp_path, homes, database, town_scope
):
    run(volunteers, "import", written(tmp_path, SKILLED, (*KIM[:3], "", "", "말벗")))
    assert homes() == []
    run(volunteers, "import", written(tmp_path, SKILLED, (*KIM, "말벗")))
    assert homes() == [(EXACT, *GRID)]
    with database.reading(town_scope) as session:
        profile = session.scalars(select(VolunteerProfile)).one()
    assert (profile.grid_lat, profile.grid_lon) == GRID


def test_a_resident_who_helps_too_has_the_point_of_the_second_list(
    run, tmp_path, homes, database, town_scope
):
    run(residents, "import", written(tmp_path, HEADINGS, (*KIM[:3], "", "")))
    run(volunteers, "import", written(tmp_path, SKILLED, (*KIM, "말벗")))
    assert homes() == [(EXACT, *GRID)]
    with database.reading(town_scope) as session:
        profile = session.scalars(select(VolunteerProfile)).one()
    assert (profile.grid_lat, profile.grid_lon) == GRID


def test_a_home_that_cannot_be_read_leaves_the_others_their_points(
    run, tmp_path, database, town_scope
):
    jo = ("조미리", "010-0000-0003", "화도읍", "37.66", "127.31")
    rows = [(*each[:3], "", "", AT_HOME + end) for each, end in ((KIM, ""), (jo, "0"))]
    run(residents, "import", written(tmp_path, ADDRESSED, *rows))
    with database.reading(town_scope) as session:
        first, second = session.scalars(select(Household.id).order_by(Household.id))
    spoil(database, Household.door_notes, first)
    rows = [(*KIM, AT_HOME), (*jo, AT_HOME + "0"), (*BAE, "")]
    said = run(residents, "import", written(tmp_path, ADDRESSED, *rows), "--language", "en").output
    assert "Known homes that get their point: 1" in said
    with database.reading(town_scope) as session:
        points = {
            each.id: each.exact_point for each in session.query(Household.id, Household.exact_point)
        }
        done = session.scalars(select(Run).order_by(Run.id)).all()[-1]
    assert points[first] is None
    assert points[second] == {"lat": 37.66, "lon": 127.31}
    assert (done.result["measured"], done.result["added"]) == (1, 1)
