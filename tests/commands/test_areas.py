"""Areas of a town, in from GeoJSON and out again with their numbers."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from hopecare.commands.areas import areas
from hopecare.commands.residents import residents
from hopecare.commands.runs import runs
from models import Area
from tests.reading.sheets_for_tests import csv_file

SQUARE = [[[127.0, 37.0], [127.1, 37.0], [127.1, 37.1], [127.0, 37.1], [127.0, 37.0]]]
THANKS = "Invented for this test"


def collection(*properties, attribution=THANKS):
    features = [
        {
            "type": "Feature",
            "properties": each,
            "geometry": {"type": "Polygon", "coordinates": SQUARE},
        }
        for each in properties
    ]
    return {"type": "FeatureCollection", "attribution": attribution, "features": features}


@pytest.fixture
def file(tmp_path):
    def file(document, name="areas.geojson"):
        path = tmp_path / name
        path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        return path

    return file


CITY = {"code": "41360", "name_ko": "남양주시", "name_en": "Namyangju-si", "kind": "city"}
JINJEOP = {
    "code": "4136025300",
    "name_ko": "진접읍",
    "name_en": "Jinjeop-eup",
    "kind": "eup",
    "parent_code": "41360",
    "population": 93142,
}


def test_known_areas_get_their_shapes_and_new_ones_are_added(run, file, database, town_scope):
    said = run(areas, "import", file(collection(CITY, JINJEOP)), "--language", "en").output
    assert "1 new, 1 changed, 0 as before" in said
    with database.reading(town_scope) as session:
        known = {area.code: area for area in session.scalars(select(Area))}
    jinjeop = known["4136025300"]
    assert jinjeop.parent_id == known["41360"].id
    assert (jinjeop.kind, jinjeop.population) == ("district", 93142)
    assert (jinjeop.lon, jinjeop.lat) == (pytest.approx(127.05), pytest.approx(37.05))
    assert jinjeop.attribution == THANKS
    assert known["4136025600"].shape is None
    again = run(areas, "import", file(collection(CITY, JINJEOP)), "--language", "en").output
    assert "0 new, 0 changed, 2 as before" in again
    assert "import_areas done 2/2 added=0 changed=0" in run(runs, "list").output


def test_what_goes_out_comes_in_again_unchanged(run, file, tmp_path):
    run(areas, "import", file(collection(CITY, JINJEOP)), "--attribution", "Somebody else")
    out = tmp_path / "out.geojson"
    run(areas, "export", out)
    document = json.loads(out.read_text(encoding="utf-8"))
    assert document["attribution"] == "Somebody else"
    bare = [each for each in document["features"] if each["geometry"] is None]
    assert [each["id"] for each in bare] == ["4136025600"]
    said = run(areas, "import", out, "--language", "en").output
    assert "0 new, 1 changed, 2 as before" in said
    said = run(areas, "import", out, "--language", "en").output
    assert "0 new, 0 changed, 3 as before" in said


def test_areas_go_out_with_the_people_who_live_there(run, file, tmp_path):
    people = tmp_path / "people.csv"
    people.write_bytes(
        csv_file([("이름", "연락처", "읍면동"), ("김다래", "010-0000-0001", "진접읍")])
    )
    run(residents, "import", people)
    features = json.loads(run(areas, "export").output)["features"]
    numbers = {each["properties"]["code"]: each["properties"]["residents"] for each in features}
    assert numbers == {"4136025300": 1, "4136025600": 0}


def test_a_bad_file_changes_nothing_and_names_the_area(run, file, database, town_scope):
    bad = {**JINJEOP, "parent_code": "99"}
    said = run(areas, "import", file(collection(CITY, bad)), "--language", "en", code=1).output
    assert "Area 2: there is no area of its parent's code." in said
    with database.reading(town_scope) as session:
        assert {area.shape is None for area in session.scalars(select(Area))} == {True}
