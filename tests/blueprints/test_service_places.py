"""Where a service is given is written down by hand: found near a home, and sent on with it."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from models import ServicePlace
from tests.factories.directory import stands_at
from tests.factories.people import a_resident
from tests.factories.referrals import a_service
from tests.factories.towns import an_area

ADD = "/organisations/change"
NEW = {"name": "화도읍 행정복지센터", "address": "마석로 1", "service": "생계급여 신청"}
HERE = "37.6512, 127.3064"


@pytest.fixture
def hwado(database, town_scope, centre):
    with database.writing(town_scope) as session:
        return an_area(session, name="화도읍", name_en="Hwado-eup", lat=37.65, lon=127.30)


@pytest.fixture
def service(database, town_scope, staff, hwado):
    with database.writing(town_scope) as session:
        return a_service(session, name="마을 부엌")


@pytest.fixture
def places(database, town_scope):
    def places():
        with database.reading(town_scope) as session:
            found = session.scalars(select(ServicePlace).order_by(ServicePlace.id))
            return [(each.address, each.lat, each.lon) for each in found]

    return places


def path(service):
    return f"/organisations/services/{service.id}/change"


@pytest.mark.both_databases
def test_a_place_written_down_is_on_its_page_and_in_the_form_again(visitor, service, places):
    visitor.post(path(service), {"place_address": "마석로 12", "place_point": HERE})
    assert places() == [("마석로 12", 37.6512, 127.3064)]
    assert "마석로 12" in visitor.get(f"/organisations/services/{service.id}").main
    fields = visitor.get(path(service)).fields(path(service))
    assert (fields["place_address"], fields["place_point"]) == ("마석로 12", HERE)
    visitor.post(path(service))
    assert places() == [("마석로 12", 37.6512, 127.3064)]


def test_without_a_point_it_is_the_middle_of_its_district(visitor, service, hwado, places):
    visitor.post(path(service), {"place_area_id": str(hwado.id)})
    assert places() == [(None, 37.65, 127.30)]
    fields = visitor.get(path(service)).fields(path(service))
    assert (fields["place_area_id"], fields["place_point"]) == (str(hwado.id), "")
    assert "127.3" in visitor.get(f"/organisations/services/{service.id}").main
    visitor.post(path(service), {"place_area_id": None})
    assert places() == []


@pytest.mark.parametrize(
    ("point", "said"),
    [
        ("127.3064, 37.6512", "the wrong way round"),
        ("0, 0", "lies in the sea"),
        ("35.1796, 129.0756", "more than 50 km"),
        ("마석역", "like 37.636, 127.217"),
        ("37.65", "like 37.636, 127.217"),
        ("97.1, 197.2", "like 37.636, 127.217"),
    ],
)
@pytest.mark.parametrize("door", ["change", "add"])
def test_a_point_that_cannot_be_is_refused_beside_its_field(
    visitor, service, places, point, said, door
):
    at, values = (path(service), {}) if door == "change" else (ADD, NEW)
    page = visitor.post(at, {**values, "place_point": point}, status=422)
    assert set(page.errors) == {"place_point"}
    assert said in page.main
    assert page.fields(at)["place_point"] == point
    assert places() == []


@pytest.mark.parametrize(
    "point", ["37.6512 127.3064", "37.6512°N, 127.3064°E", "３７.6512，127.3064"]
)
def test_a_point_is_read_as_maps_write_it(visitor, service, places, point):
    visitor.post(path(service), {"place_point": point})
    assert places() == [(None, 37.6512, 127.3064)]


def test_a_district_of_elsewhere_is_refused(visitor, service, places):
    form = visitor.get(path(service)).fields(path(service))
    form["place_area_id"] = str(service.id)
    page = visitor.send(path(service), form, status=422)
    assert set(page.errors) == {"place_area_id"}


def test_a_new_service_has_its_place_at_once_by_the_address_of_its_office(visitor, service, places):
    visitor.post(ADD, {**NEW, "place_point": HERE})
    assert places() == [("마석로 1", 37.6512, 127.3064)]


def test_a_new_service_elsewhere_than_its_office_has_its_own_address(
    visitor, service, hwado, places
):
    visitor.post(ADD, {**NEW, "place_address": "묵현로 3", "place_area_id": str(hwado.id)})
    assert places() == [("묵현로 3", 37.65, 127.30)]


def test_a_new_service_of_which_no_place_is_known_has_none(visitor, service, places):
    visitor.post(ADD, NEW)
    assert places() == []


@pytest.mark.both_databases
def test_it_is_measured_from_a_home_and_goes_out_with_the_directory(
    database, town_scope, visitor, service, centre, hwado
):
    with database.writing(town_scope) as session:
        home = a_resident(session, name="김다래", centre=centre, area=session.merge(hwado))
        far = a_service(session, name="먼 곳")
        stands_at(session, far, 37.95, 127.10)
    near = f"/organisations?person_id={home.id}"
    before = visitor.read_in("ko").get(near).main
    assert before.index("먼 곳") < before.index("마을 부엌")
    visitor.post(path(service), {"place_address": "마석로 12", "place_point": HERE})
    after = visitor.get(near).main
    assert after.index("마을 부엌") < after.index("먼 곳")
    out = json.loads(visitor.fetch("/organisations/export?kind=json").data)
    at = [
        link["location"]
        for office in out["contents"]
        for each in office.get("services", ())
        if each["name"] == "마을 부엌"
        for link in each["service_at_locations"]
    ]
    assert [(each["latitude"], each["longitude"]) for each in at] == [(37.6512, 127.3064)]
    assert "마석로 12" in str(at)


def test_somebody_who_was_first_is_shown_with_their_place(visitor, service):
    form = visitor.get(path(service)).fields(path(service))
    visitor.post(path(service), {"place_address": "마석로 12", "place_point": HERE})
    form["place_address"], form["op"] = "묵현로 3", "another"
    page = visitor.send(path(service), form, status=409)
    assert "마석로 12" in page.main
    assert HERE in page.main
