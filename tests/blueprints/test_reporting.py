"""The public page: two doors, one form, a code, and what became of it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import ReportStatus
from hopecare.domain.urgency import Urgency
from models import Alert, Report, Reporter
from tests.factories.towns import a_centre, a_town, an_area


@pytest.fixture
def area(database, town_scope):
    """A town with one covered district."""
    with database.writing(town_scope) as session:
        a_town(session)
        return an_area(session, covered_by=a_centre(session))


def _only(database, town_scope, kind):
    with database.reading(town_scope) as session:
        return session.scalars(select(kind)).one()


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_first_page_shows_who_to_ring_and_two_doors(visitor, area, language):
    page = visitor.read_in(language).get("/")
    assert {"tel:119", "tel:112", "tel:129"} <= set(page.links)
    assert {"/report?about=neighbour", "/report?about=myself"} <= set(page.links)
    for about in ("neighbour", "myself"):
        assert "tel:119" in visitor.get(f"/report?about={about}").links
    assert visitor.get("/follow").status == 200


def test_a_machine_without_a_town_says_so(visitor):
    assert "No town is set up here yet" in visitor.get("/").text


def test_a_neighbour_reports_in_a_few_words_and_gets_a_code(visitor, area, database, town_scope):
    told = {
        "words": "The lights were out for days.",
        "name": "김다래",
        "area_id": area.id,
        "reporter_name": "이이웃",
    }
    sent = visitor.post("/report", told, on="/report?about=neighbour")
    thanks = visitor.follow(sent)
    report = _only(database, town_scope, Report)
    assert report.code[:4] in thanks.text
    assert (report.urgency, report.about_self) == (Urgency.ORDINARY, False)
    assert _only(database, town_scope, Reporter).name == "이이웃"
    status = visitor.get(f"/follow?code={report.code[:4].lower()}-{report.code[4:]}")
    assert "Somebody will look at it" in status.text
    assert "김다래" not in status.text


def test_a_crisis_is_told_to_whoever_is_on_duty_and_numbers_stand_on_top(
    visitor, area, database, town_scope
):
    told = {"words": "No food", "address": "Blue gate", "signs": ["no_food_heat_medicine"]}
    thanks = visitor.follow(visitor.post("/report", told, on="/report?about=myself"))
    assert "This sounds urgent" in thanks.text
    assert _only(database, town_scope, Report).about_self
    assert _only(database, town_scope, Alert).report_id


def test_a_double_click_makes_one_report(visitor, area, database, town_scope):
    form = visitor.get("/report").fields("/report")
    form["words"], form["name"] = "Help", "김다래"
    first = visitor.send("/report", form).answer.headers["Location"]
    assert visitor.send("/report", form).answer.headers["Location"] == first
    assert _only(database, town_scope, Report).status is ReportStatus.RECEIVED


@pytest.mark.parametrize(
    ("told", "field"),
    [
        pytest.param({"words": "", "name": "김"}, "words", id="no words"),
        pytest.param({"words": "  ", "name": "김"}, "words", id="only spaces"),
        pytest.param({"words": "Help"}, "address", id="nothing to find by"),
        pytest.param({"words": "Help", "phone": "12"}, "phone", id="a wrong phone"),
        pytest.param({"words": "a" * 10_000_000, "name": "김"}, "words", id="a ten megabyte note"),
        pytest.param({"words": "He\0lp", "name": "김"}, "words", id="a NUL byte"),
        pytest.param(
            {"words": "Help", "name": "김", "area_id": "01980000-0000-7000-8000-00000000dead"},
            "area_id",
            id="an area outside the town",
        ),
        pytest.param({"words": "Help", "name": "김", "area_id": "x"}, "area_id", id="no area"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_the_rest_is_kept(visitor, area, told, field):
    page = visitor.post("/report", told | {"relation": "Opposite"}, on="/report", status=422)
    assert list(page.errors) == [field]
    assert page.fields("/report")["relation"] == "Opposite"


def test_an_emoji_is_kept_as_it_was_written(visitor, area, database, town_scope):
    visitor.post("/report", {"words": "Help 🙏", "name": "김"}, on="/report")
    assert _only(database, town_scope, Report).words == "Help 🙏"


def test_a_code_nobody_was_given_tells_nothing(visitor, area):
    page = visitor.get("/follow?code=ABCD1234", status=422)
    assert list(page.errors) == ["code"]
    visitor.get("/report/ABCD1234/thanks", status=404)
