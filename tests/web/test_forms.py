"""Forms take what people write, keep it, and say beside the field what would be right."""

from __future__ import annotations

import pytest

from tests.factories.towns import TODAY
from tests.plugins.pages import said_by

PAGE = "/sample/everything"


@pytest.fixture
def form(visitor, town):
    def send(**values):
        values.setdefault("title", "도움 부탁")
        return visitor.post(PAGE, values, status=200)

    return send


@pytest.fixture
def refused(visitor, town):
    def send(**values):
        values.setdefault("title", "도움 부탁")
        return visitor.post(PAGE, values, status=422)

    return send


@pytest.mark.parametrize(
    ("field", "written", "meant"),
    [
        ("phone", "010 0123 4567", "+821001234567"),
        ("phone", "０１０－０１２３－４５６７", "+821001234567"),
        ("born_on", "1950년 3월 5일", "1950-03-05"),
        ("born_on", "19500305", "1950-03-05"),
        ("born_on", "1950.3.5", "1950-03-05"),
        ("at", "9시 30분", "09:30:00"),
        ("at", "09:30", "09:30:00"),
        ("members", "１２", "12"),
        ("income", "1,200,000원", "1200000"),
        ("kind", "goods", "goods"),
        ("agreed", "yes", "True"),
        ("is_alone", "unknown", "None"),
        ("is_alone", "no", "False"),
        ("note", "고마워요 😀\n둘째 줄", "고마워요 😀 둘째 줄"),
    ],
)
def test_a_field_takes_what_people_write(form, field, written, meant):
    assert f"{field}={meant}" in form(**{field: written}).text.replace(
        "PhoneNumber(e164='", ""
    ).replace("')", "")


@pytest.mark.parametrize(
    ("field", "written", "word"),
    [
        ("title", "", "fill this in"),
        ("title", "   ", "fill this in"),
        ("title", "😀 안녕", "emoji"),
        ("title", "가\x00나", "invisible sign"),
        ("note", "\x07", "invisible sign"),
        ("note", "가" * 51, "too long"),
        ("phone", "12", "too short"),
        ("phone", "call me", "not a telephone number"),
        ("phone", "+1 800 FLOWERS", "not a telephone number"),
        ("born_on", "2030-01-01", "not come yet"),
        ("born_on", "1850-01-01", "too long ago"),
        ("born_on", "yesterday", "not a day"),
        ("born_on", "2001-02-30", "like 1950-03-05"),
        ("from_on", "2001-02-30", f"like {TODAY.isoformat()}"),
        ("from_on", "2020-01-01", "is over"),
        ("at", "25:00", "not a time"),
        ("members", "0", "from 1 to 20"),
        ("members", "many", "whole number"),
        ("income", "1,2억", "amount"),
        ("kind", "dragons", "answers offered"),
        ("kinds", ["goods", "dragons"], "answers offered"),
        ("is_alone", "perhaps", "answers offered"),
        ("area_id", "not-a-key", "answers offered"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field(refused, field, written, word):
    page = refused(**{field: written})
    assert word in page.errors[field]
    assert page.find("title").text.startswith("Error: ")


def test_everything_else_is_kept_when_one_field_is_wrong(refused):
    page = refused(
        title="물 한 병", phone="12", note="열 시 이후에 전화", kinds=["goods"], is_alone="yes"
    )
    kept = page.fields(PAGE)
    assert kept["title"] == "물 한 병"
    assert kept["phone"] == "12"
    assert kept["note"].strip() == "열 시 이후에 전화"
    assert kept.getlist("kinds") == ["goods"]
    assert kept["is_alone"] == "yes"


def test_the_list_of_mistakes_names_the_fields(refused):
    page = refused(phone="12")
    assert "Telephone: This number is too short" in page.text


def test_a_mistake_is_tied_to_its_input(refused):
    page = refused(phone="12")
    field = page.find("input", id="phone")
    assert field.attrib["aria-invalid"] == "true"
    assert "phone-error" in field.attrib["aria-describedby"]


def test_an_endless_note_is_refused_beside_its_field_and_the_rest_is_kept(refused):
    page = refused(title="물 한 병", note="가" * 3_500_000)
    assert "3,500,000 characters" in page.errors["note"]
    assert page.fields(PAGE)["title"] == "물 한 병"
    assert len(page.html) < 50_000


def test_what_is_beyond_all_measure_is_refused_plainly(visitor, town):
    form = visitor.get(PAGE).fields(PAGE)
    form["note"] = "a" * (37 * 1024 * 1024)
    assert "too large" in visitor.send(PAGE, form, status=413).text


def test_a_form_without_our_token_is_refused(visitor, town, coordinator):
    visitor.sign_in(coordinator)
    form = visitor.get(PAGE).fields(PAGE)
    form.poplist("csrf_token")
    assert "could not read" in visitor.send(PAGE, form, status=400).text


def test_the_example_of_a_day_fits_what_is_asked(visitor, town):
    page = visitor.get("/sample/everything")
    hints = {
        each.attrib["id"]: said_by(each)
        for each in page.find_all("p", class_="hint")
        if each.attrib.get("id") in {"born_on-hint", "from_on-hint"}
    }
    assert hints == {
        "born_on-hint": "For example 1950-03-05",
        "from_on-hint": f"For example {TODAY.isoformat()}",
    }


def test_a_mistake_is_said_in_the_readers_language(visitor, town):
    page = visitor.read_in("ko").post(PAGE, {"title": "가", "phone": "12"}, status=422)
    assert page.errors["phone"] == "잘못된 곳: 번호가 너무 짧아요. 010-1234-5678처럼 써 주세요."
