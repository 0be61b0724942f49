"""The ways in and out, page by page: passwords, texted codes, devices, and where one goes on."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.delivery import MessageKind
from hopecare.web.identity import SIGN_IN_COOKIE
from models import Message, Report
from tests.factories.people import a_phone, a_resident, a_staff_account, a_volunteer
from tests.factories.towns import a_centre, a_town
from tests.plugins.pages import Visitor

GOOD = "several plain words"


@pytest.fixture
def account(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        return a_staff_account(session, centre=a_centre(session), name="kim", password=GOOD)


@pytest.fixture
def phone(database, town_scope, account):
    with database.writing(town_scope) as session:
        number = a_phone()
        a_volunteer(session, name="공숲", phone=number)
        return "0" + number.removeprefix("+82")


def sign_in(visitor, password=GOOD, **more):
    return visitor.post("/sign-in", {"name": "kim", "password": password} | more)


def texts(database, scope):
    asked = select(Message).where(Message.kind == MessageKind.SIGN_IN_CODE)
    with database.reading(scope) as session:
        return session.scalars(asked.order_by(Message.created_at, Message.id)).all()


def code_in(message):
    (code,) = re.findall(r"\b\d{6}\b", message.body)
    return code


def asked_code(visitor, phone):
    """The page on which the code is typed."""
    form = visitor.get("/sign-in/phone").fields("/sign-in/phone")
    form["phone"] = phone
    return visitor.send("/sign-in/phone", form, status=200)


def enter(visitor, page, code, status=303):
    form = page.fields("/sign-in/code")
    form["code"] = code
    return visitor.send("/sign-in/code", form, status=status)


def test_staff_come_in_with_name_and_password(visitor, account):
    answer = sign_in(visitor)
    assert answer.answer.headers["Location"] == "/today"
    assert visitor.follow(answer).h1 == "Today"


def test_a_wrong_password_says_no_more_than_that_it_was_wrong(visitor, account):
    wrong = visitor.post("/sign-in", {"name": "kim", "password": "other"}, status=422)
    nobody = visitor.post("/sign-in", {"name": "nobody", "password": "other"}, status=422)
    assert wrong.errors == nobody.errors
    assert "other" not in wrong.html
    visitor.get("/today", status=303)


def test_a_volunteer_comes_in_with_the_texted_code(database, town_scope, visitor, phone):
    page = asked_code(visitor, phone)
    (text,) = texts(database, town_scope)
    answer = enter(visitor, page, code_in(text))
    assert answer.answer.headers["Location"] == "/my/"
    assert visitor.get("/my/").status == 200


def test_a_wrong_code_is_refused_beside_its_field_and_the_number_stays(
    database, town_scope, visitor, phone
):
    page = asked_code(visitor, phone)
    (text,) = texts(database, town_scope)
    right = code_in(text)
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    again = enter(visitor, page, wrong, status=422)
    assert "code" in again.errors
    enter(visitor, again, right)


def test_nobody_learns_from_the_page_whether_a_number_is_known(
    database, town_scope, visitor, phone
):
    known = asked_code(visitor, phone)
    with database.writing(town_scope) as session:
        number = a_phone()
        a_resident(session, phone=number)
    unknown = asked_code(visitor, "0" + number.removeprefix("+82"))
    digits = re.compile(r"[\d-]{9,}")
    assert digits.sub("", known.main) == digits.sub("", unknown.main)
    assert len(texts(database, town_scope)) == 1


@pytest.mark.parametrize("wrong", ["", "010-12", "밥", "010\x000000"])
def test_what_is_no_number_is_said_beside_the_field(visitor, account, wrong):
    form = visitor.get("/sign-in/phone").fields("/sign-in/phone")
    form["phone"] = wrong
    assert "phone" in visitor.send("/sign-in/phone", form, status=422).errors


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_led_off_the_site_after_signing_in(visitor, account, wanted):
    form = visitor.get("/sign-in").fields("/sign-in")
    form["name"], form["password"], form["next"] = "kim", GOOD, wanted
    assert visitor.send("/sign-in", form).answer.headers["Location"] == "/today"


def test_the_page_one_wanted_opens_after_signing_in(visitor, account):
    asked = visitor.get("/call-tasks", status=303).answer.headers["Location"]
    form = visitor.get(asked).fields("/sign-in")
    form["name"], form["password"] = "kim", GOOD
    assert visitor.send("/sign-in", form).answer.headers["Location"] == "/call-tasks"


def test_a_copied_cookie_is_worth_nothing_after_signing_out(visitor, account):
    sign_in(visitor)
    stolen = visitor.client.get_cookie(SIGN_IN_COOKIE).value
    visitor.post("/sign-out", on="/account")
    visitor.client.set_cookie(SIGN_IN_COOKIE, stolen)
    visitor.get("/today", status=303)


def test_a_sign_in_ends_by_itself(visitor, account):
    sign_in(visitor)
    visitor.clock.advance(timedelta(days=2))
    visitor.get("/today", status=303)


def test_a_cookie_that_was_written_by_hand_opens_nothing(visitor, account):
    for value in ("x", "..", f"{account.town_id.hex}.{'0' * 43}"):
        visitor.client.set_cookie(SIGN_IN_COOKIE, value)
        visitor.get("/today", status=303)


def test_a_lost_device_is_signed_out_from_another(app, visitor, account):
    lost = Visitor(app)
    sign_in(lost)
    sign_in(visitor)
    page = visitor.get("/account")
    assert "this one" in page.main
    (end,) = [
        form.attrib["action"]
        for form in page.find_all("form")
        if form.attrib["action"].endswith("/end")
    ]
    visitor.post(end, on="/account")
    lost.get("/today", status=303)
    assert visitor.get("/today").h1 == "Today"


def test_nobody_signs_out_anothers_device(app, visitor, database, town_scope, account):
    owner = Visitor(app)
    sign_in(owner)
    sign_in(Visitor(app))
    page = sign_in(visitor) and visitor.get("/account")
    form = page.form(next(
        each.attrib["action"] for each in page.find_all("form")
        if each.attrib["action"].endswith("/end")
    ))  # fmt: skip
    with database.writing(town_scope) as session:
        other = a_staff_account(session)
    thief = Visitor(app).sign_in(other)
    fields = thief.get("/account").fields("/sign-out")
    thief.send(form.attrib["action"], fields, status=404)
    assert owner.get("/today").h1 == "Today"


def test_a_half_written_report_outlives_a_lapsed_sign_in(database, town_scope, visitor, account):
    sign_in(visitor)
    form = visitor.get("/reports/new").fields("/reports/new")
    form["name"] = "김다래"
    form["words"] = "불이 며칠째 꺼져 있어요"
    lapsed = visitor.lapse().send("/reports/new", form, status=401)
    back = visitor.send("/sign-in", lapsed.fields("/sign-in"), status=422)
    way_in = back.fields("/sign-in")
    way_in["name"], way_in["password"] = "kim", GOOD
    kept = visitor.send("/sign-in", way_in, status=200)
    assert "불이 며칠째 꺼져 있어요" in kept.main
    with database.reading(town_scope) as session:
        assert session.scalars(select(Report)).all() == []
    visitor.send("/reports/new", kept.fields("/reports/new"))
    with database.reading(town_scope) as session:
        (report,) = session.scalars(select(Report)).all()
    assert report.words == "불이 며칠째 꺼져 있어요"
