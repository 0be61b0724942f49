"""A sign-in lapses under a half-written note, and the note survives."""

from __future__ import annotations

import pytest
from flask import Blueprint

from hopecare.web.kept_forms import KEPT, after_sign_in
from hopecare.web.permits import permits
from models import Area
from tests.factories import towns
from tests.web.sample import blueprint

inn = Blueprint("inn", __name__)


@inn.post("/signed-in")
@permits("page.read")
def signed_in():
    return after_sign_in(default="/sample/everything")


@pytest.fixture
def app(make_app, database):
    return make_app(database, doors=(blueprint, inn))


@pytest.fixture
def area(database, town_scope, town):
    with database.writing(town_scope) as session:
        return towns.an_area(session, name="화도읍", name_en="Hwado")


def test_a_note_goes_through_the_sign_in_and_is_sent_when_the_writer_says_so(
    staff, coordinator, database, town_scope, area
):
    path = f"/sample/areas/{area.id}"
    form = staff.get(path).fields(path)
    form["name"] = "긴 글을 여기에 썼어요\n둘째 줄"
    form["name"] = "긴 글을 여기에 썼어요"
    lapsed = staff.lapse().send(path, form, status=401)
    assert "What you wrote is kept" in lapsed.text
    carried = lapsed.fields("/sign-in")
    staff.sign_in(coordinator)
    kept = staff.send("/signed-in", carried, status=200)
    assert "긴 글을 여기에 썼어요" in kept.main
    with database.reading(town_scope) as session:
        assert session.get(Area, area.id).name == "화도읍"
    staff.send(path, kept.fields(path))
    with database.reading(town_scope) as session:
        assert session.get(Area, area.id).name == "긴 글을 여기에 썼어요"


def test_a_note_that_was_tampered_with_is_not_shown(staff):
    form = staff.get("/sample/everything").fields("/sample/everything")
    form[KEPT] = "WyIvIixbXV0.x.y"
    staff.send("/signed-in", form)


@pytest.mark.parametrize(
    ("wanted", "goes"),
    [
        ("/sample/areas?kind=x", "/sample/areas?kind=x"),
        ("https://evil.example/", "/sample/everything"),
        ("//evil.example/", "/sample/everything"),
        ("/\\evil.example", "/sample/everything"),
        ("", "/sample/everything"),
    ],
)
def test_after_the_sign_in_the_reader_goes_on_within_the_site(staff, wanted, goes):
    form = staff.get("/sample/everything").fields("/sample/everything")
    form["next"] = wanted
    assert staff.send("/signed-in", form).answer.headers["Location"] == goes


def test_what_came_from_another_site_is_not_kept(app, visitor, town):
    answer = visitor.client.post(
        "/sample/everything", data={"note": "x y"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 400
