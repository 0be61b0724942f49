"""Accounts: administrators add, give new passwords and close; wrong tries are kept."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.roles import Role
from models import Account, CallTask
from tests.factories.cases import a_case
from tests.factories.people import a_staff_account
from tests.factories.towns import NOW, a_centre, a_town

GOOD = "several plain words"
NEW = {"full_name": "한새별", "name": "han", "roles": ["coordinator"], "language": "ko"}


@pytest.fixture
def administrator(database, town_scope, visitor):
    with database.writing(town_scope) as session:
        a_town(session)
        account = a_staff_account(session, roles=(Role.ADMINISTRATOR,), full_name="최관리")
    return visitor.sign_in(account)


def test_an_account_is_added_and_signs_in(administrator):
    administrator.post("/accounts/new", NEW | {"password": GOOD})
    assert "한새별" in administrator.get("/accounts").main
    administrator.lapse()
    administrator.post("/sign-in", {"name": "Han", "password": GOOD})
    assert administrator.get("/today").h1 == "Today"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"password": "short"}, "password"), ({"name": "a b"}, "name"), ({"roles": []}, "roles")],
    ids=["a short password", "a name with a space", "no work"],
)
def test_what_is_wrong_is_said_beside_its_field(administrator, wrong, field):
    page = administrator.post("/accounts/new", NEW | {"password": GOOD} | wrong, status=422)
    assert field in page.errors
    assert GOOD not in page.html


def test_a_name_that_is_taken_is_refused(administrator):
    administrator.post("/accounts/new", NEW | {"password": GOOD})
    page = administrator.post("/accounts/new", NEW | {"password": GOOD}, status=422)
    assert "taken" in page.errors["name"]


def test_an_account_is_closed_and_signed_out(database, town_scope, administrator):
    administrator.post("/accounts/new", NEW | {"password": GOOD})
    with database.reading(town_scope) as session:
        account = session.scalars(select(Account).where(Account.name == "han")).one()
    path = f"/accounts/{account.id}"
    administrator.post(f"{path}/password", {"password": "other plain words"}, on=path)
    administrator.post(f"{path}/close", on=path)
    assert "Closed" in administrator.get(path).main
    assert "한새별" not in administrator.get("/accounts").main
    administrator.lapse()
    administrator.post("/sign-in", {"name": "han", "password": "other plain words"}, status=422)


def test_only_administrators_read_accounts_and_the_access_log(database, town_scope, visitor):
    with database.writing(town_scope) as session:
        a_town(session)
        coordinator = a_staff_account(session)
    visitor.sign_in(coordinator)
    for path in ("/accounts", "/accounts/new", "/access-log"):
        visitor.get(path, status=403)


def test_the_access_log_says_who_was_shown(administrator):
    administrator.get("/accounts")
    log = administrator.get("/access-log")
    assert "최관리" in log.main
    entry = next(link for link in log.links if link.startswith("/access-log/"))
    assert "최관리" in administrator.get(entry).main


def test_five_wrong_passwords_shut_the_account_and_are_kept(database, town_scope, visitor):
    with database.writing(town_scope) as session:
        a_town(session)
        account = a_staff_account(session, name="kim", password=GOOD)
    for _ in range(5):
        visitor.post("/sign-in", {"name": "kim", "password": "wrong"}, status=422)
    visitor.post("/sign-in", {"name": "kim", "password": GOOD}, status=422)
    with database.reading(town_scope) as session:
        assert session.get_one(Account, account.id).wrong_tries == 5


def test_before_an_account_is_closed_its_cases_are_named_and_afterwards_somebody_is(
    database, town_scope, administrator
):
    with database.writing(town_scope) as session:
        centre = a_centre(session)
        leaver = a_staff_account(session, centre=centre, full_name="이떠남")
        a_staff_account(session, centre=centre, full_name="박남음")
        case = a_case(session, centre=centre)
        case.owner_id = leaver.person_id
    path = f"/accounts/{leaver.id}"
    assert f"/cases/{case.id}" in administrator.get(path).links
    administrator.post(f"{path}/close", on=path)
    with database.reading(town_scope) as session:
        call = session.scalars(select(CallTask)).one()
    page = administrator.get(f"/call-tasks/{call.id}")
    assert "Whoever steered their case has left" in page.text
    assert f"/cases/{case.id}/owner" in page.links
    assert "박남음" in administrator.get(f"/cases/{case.id}/owner").main


def test_a_closed_account_is_opened_again_with_a_new_password(database, town_scope, administrator):
    administrator.post("/accounts/new", NEW | {"password": GOOD})
    with database.reading(town_scope) as session:
        account = session.scalars(select(Account).where(Account.name == "han")).one()
    path = f"/accounts/{account.id}"
    administrator.post(f"{path}/close", on=path)
    assert (
        "password"
        in administrator.post(f"{path}/reopen", {"password": "short"}, on=path, status=422).errors
    )
    form = administrator.get(path).fields(f"{path}/reopen")
    form.setlist("password", ["other plain words"])
    administrator.send(f"{path}/reopen", form)
    administrator.send(f"{path}/reopen", form)
    page = administrator.get(path)
    assert "Closed" not in page.main
    form.setlist("op", ["another act"])
    administrator.send(f"{path}/reopen", form, status=409)
    administrator.lapse()
    administrator.post("/sign-in", {"name": "han", "password": GOOD}, status=422)
    administrator.post("/sign-in", {"name": "han", "password": "other plain words"})
    assert administrator.get("/today").h1 == "Today"


def test_only_administrators_open_an_account_again(database, town_scope, visitor):
    with database.writing(town_scope) as session:
        a_town(session)
        coordinator, closed = a_staff_account(session), a_staff_account(session)
        closed.disabled_at = NOW
    visitor.app.config["WTF_CSRF_ENABLED"] = False
    visitor.sign_in(coordinator)
    answer = visitor.client.post(f"/accounts/{closed.id}/reopen", data={"password": GOOD})
    assert answer.status_code == 403
