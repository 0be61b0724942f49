"""One's own password: the old one is asked for, and every other device signs in again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from hopecare.services.start_sign_in import start_sign_in
from models import Account, Operation, SignIn
from tests.factories.people import a_staff_account, a_volunteer
from tests.factories.towns import NOW, a_town

PATH = "/account/password"
OLD, NEW = "several plain words", "quite other plain words"
GOOD = {"old_password": OLD, "password": NEW, "password_again": NEW}


@pytest.fixture
def account(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        account = a_staff_account(session, name="lee", password=OLD)
        start_sign_in(session, account, lasts_for=timedelta(days=1), device="phone", now=NOW)
        return account


@pytest.fixture
def staff(visitor, account):
    return visitor.sign_in(account)


def standing(database, scope):
    with database.reading(scope) as session:
        wanted = select(func.count()).select_from(SignIn).where(SignIn.revoked_at.is_(None))
        return session.scalar(wanted)


def tries(database, scope, account):
    with database.reading(scope) as session:
        return session.get_one(Account, account.id).wrong_tries


def test_the_menu_leads_to_the_page_by_the_own_account(staff):
    assert "/account" in staff.get("/today").links
    assert PATH in staff.get("/account").links


def test_the_new_password_holds_and_only_this_device_stays_in(database, town_scope, staff):
    assert standing(database, town_scope) == 2
    staff.post(PATH, GOOD)
    assert standing(database, town_scope) == 1
    assert "Your new password holds" in staff.get("/account").text
    staff.lapse()
    staff.post("/sign-in", {"name": "lee", "password": OLD}, status=422)
    staff.post("/sign-in", {"name": "lee", "password": NEW})


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"old_password": "something else"}, "old_password"),
        ({"old_password": ""}, "old_password"),
        ({"password": "short", "password_again": "short"}, "password"),
        ({"password": "lee and plain words", "password_again": "lee and plain words"}, "password"),
        ({"password": OLD, "password_again": OLD}, "password"),
        ({"password_again": "quite other plain word"}, "password_again"),
    ],
    ids=["not the old one", "no old one", "short", "the name in it", "the same", "a slip"],
)
def test_what_is_wrong_is_said_beside_its_field(database, town_scope, staff, wrong, field):
    page = staff.post(PATH, GOOD | wrong, status=422)
    assert list(page.errors) == [field]
    assert NEW not in page.html
    assert standing(database, town_scope) == 2
    staff.lapse()
    staff.post("/sign-in", {"name": "lee", "password": OLD})


def test_a_wrong_old_password_counts_and_can_be_put_right_on_the_same_page(
    database, town_scope, staff, account
):
    page = staff.post(PATH, GOOD | {"old_password": "wrong"}, status=422)
    assert tries(database, town_scope, account) == 1
    form = page.fields(PATH)
    for name, value in GOOD.items():
        form.setlist(name, [value])
    staff.send(PATH, form)
    assert tries(database, town_scope, account) == 0


def test_five_wrong_tries_shut_the_page_and_the_door(staff):
    for _ in range(5):
        staff.post(PATH, GOOD | {"old_password": "wrong"}, status=422)
    staff.post(PATH, GOOD, status=422)


def test_a_double_click_changes_it_once(database, town_scope, staff):
    form = staff.get(PATH).fields(PATH)
    for name, value in GOOD.items():
        form.setlist(name, [value])
    staff.send(PATH, form)
    staff.send(PATH, form)
    with database.reading(town_scope) as session:
        assert session.scalar(select(func.count()).select_from(Operation)) == 1


def test_nothing_of_a_password_goes_through_a_lapsed_sign_in(staff):
    form = staff.get(PATH).fields(PATH)
    for name, value in GOOD.items():
        form.setlist(name, [value])
    page = staff.lapse().send(PATH, form, status=401)
    assert "plain words" not in page.html


def test_volunteers_have_no_password_to_change(database, town_scope, visitor, account):
    with database.writing(town_scope) as session:
        person = a_volunteer(session, phone="+821000000001")
        own = session.scalars(select(Account).where(Account.person_id == person.id)).one()
    visitor.sign_in(own)
    assert PATH not in visitor.get("/account").links
    visitor.get(PATH, status=404)


def test_the_page_speaks_korean(staff):
    assert staff.read_in("ko").get(PATH).h1 == "내 비밀번호 바꾸기"
