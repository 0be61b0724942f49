"""The public page: two doors, one form, a code, and what became of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import ReportStatus
from hopecare.domain.public_reports import A_WHILE, REPORTS_A_WHILE
from hopecare.domain.urgency import Urgency
from models import Alert, Operation, Report, Reporter
from tests.factories.towns import a_centre, a_town, an_area
from tests.plugins.pages import filled


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


@pytest.mark.parametrize("about", ["neighbour", "myself"])
def test_the_language_is_changed_without_losing_what_was_typed(
    visitor, area, database, town_scope, about
):
    form = visitor.get(f"/report?about={about}").fields("/report")
    typed = {"words": "불이 꺼져 있어요", "phone": "12", "area_id": area.id, "signs": ["violence"]}
    sent = filled(form, typed | {"language": "ko"})
    page = visitor.send("/report", sent, status=200)
    assert page.tree.attrib["lang"] == "ko"
    assert page.errors == {}
    again = page.fields("/report")
    assert {name: again[name] for name in typed} == {
        "words": "불이 꺼져 있어요", "phone": "12", "area_id": str(area.id), "signs": "violence",
    }  # fmt: skip
    assert again["about"] == about
    assert visitor.get("/report").tree.attrib["lang"] == "ko"
    with database.reading(town_scope) as session:
        assert session.scalars(select(Report)).all() == []
    visitor.send("/report", filled(again, {"phone": "010-0000-0001"}))
    assert _only(database, town_scope, Report).language == "ko"


def test_the_language_button_sends_what_was_typed(visitor, area):
    (button,) = visitor.get("/report").find_all("button", name="language")
    form = visitor.get("/report").form("/report")
    assert (button.attrib["form"], button.attrib["value"]) == (form.attrib["id"], "ko")


def test_a_language_there_is_not_changes_nothing(visitor, area):
    form = filled(visitor.get("/report").fields("/report"), {"words": "Hi", "language": "xx"})
    page = visitor.send("/report", form, status=200)
    assert (page.tree.attrib["lang"], page.fields("/report")["words"]) == ("en", "Hi")


class Elsewhere:
    """Somebody who sends reports from an address of their own."""

    def __init__(self, visitor, address):
        self.visitor = visitor
        self.come_from(address)

    def come_from(self, address):
        self.visitor.client.environ_base["REMOTE_ADDR"] = address

    def tell(self, *, status=303, **told):
        told = {"words": "The lights were out.", "name": "김다래"} | told
        return self.visitor.post("/report", told, on="/report", status=status)


@pytest.fixture
def flood(visitor, area):
    """A network that has sent as many reports in this hour as are taken."""
    someone = Elsewhere(visitor, "203.0.113.5")
    for _ in range(REPORTS_A_WHILE):
        someone.tell()
    return someone


def test_a_flood_from_one_network_is_refused_with_a_number_to_call(
    flood, database, town_scope, caplog
):
    page = flood.tell(status=429)
    assert "Please call us at 031-000-0000" in page.main
    assert page.fields("/report")["words"] == "The lights were out."
    with database.reading(town_scope) as session:
        assert len(session.scalars(select(Report.id)).all()) == REPORTS_A_WHILE
        kept = str([(each.actor, each.outcome) for each in session.scalars(select(Operation))])
    assert "203.0.113" not in kept + caplog.text


def test_a_crisis_is_taken_from_a_flood_too(flood, database, town_scope):
    flood.tell(signs=["no_food_heat_medicine"])
    assert _only(database, town_scope, Alert)


@pytest.mark.parametrize("address", ["203.0.113.6", "127.0.0.1", "2001:db8::1"])
def test_a_flood_stops_nobody_elsewhere(flood, address):
    flood.come_from(address)
    flood.tell()


def test_a_flood_is_over_after_an_hour(flood):
    flood.visitor.clock.advance(A_WHILE)
    flood.tell()


@pytest.mark.parametrize("zone_hour", [pytest.param(0, id="utc"), pytest.param(15, id="korea")])
def test_midnight_begins_no_new_count(visitor, area, zone_hour):
    midnight = datetime(2026, 11, 24, zone_hour, tzinfo=UTC)
    visitor.clock.at = midnight - A_WHILE / 2
    someone = Elsewhere(visitor, "203.0.113.5")
    for _ in range(REPORTS_A_WHILE):
        someone.tell()
    visitor.clock.at = midnight + timedelta(minutes=1)
    someone.tell(status=429)
    visitor.clock.at = midnight + A_WHILE / 2
    someone.tell()


def test_the_addresses_of_one_home_are_one_network(visitor, area):
    someone = Elsewhere(visitor, "2001:db8:0:1::1")
    for count in range(REPORTS_A_WHILE):
        someone.come_from(f"2001:db8:0:1::{count + 1:x}")
        someone.tell()
    someone.come_from("2001:db8:0:1:ffff::1")
    someone.tell(status=429)
