"""Accounts of staff on the command line."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.commands.accounts import accounts
from hopecare.database import AllTowns
from hopecare.passwords import is_password
from hopecare.services.start_sign_in import start_sign_in
from models import Account, SignIn
from tests.commands.conftest import NOW
from tests.factories.towns import a_town

LONG = "a long and plain sentence"


def account(database, town_scope):
    with database.reading(town_scope) as session:
        return session.scalars(select(Account)).one()


def test_an_added_account_opens_with_the_password_that_was_shown(run, database, town_scope):
    shown = run(
        accounts, "add", "Hana", "--person", "한하나", "--role", "coordinator", "--centre", "north"
    ).stdout
    name, secret = shown.strip().split("\t")
    added = account(database, town_scope)
    assert (name, added.name) == ("hana", "hana")
    assert added.centre_id is not None
    assert is_password(secret, added.password_hash)
    assert run(accounts, "list").output == "hana\tcoordinator\topen\t한하나\n"


def test_a_taken_name_and_a_short_password_are_refused_in_words(run):
    run(accounts, "add", "hana", "--person", "한하나", "--role", "coordinator")
    again = run(
        accounts,
        *("add", "HANA", "--person", "다른", "--role", "administrator", "--language", "en"),
        code=1,
    )
    assert "This sign-in name is taken." in again.output
    short = run(
        accounts,
        *("add", "sol", "--person", "솔", "--role", "administrator"),
        *("--password", "sol-short", "--language", "en"),
        code=1,
    )
    assert "at least 12 characters" in short.output
    assert "must not contain the sign-in name" in short.output


def test_a_new_password_and_a_closed_account_sign_out_every_device(run, database, town_scope):
    run(accounts, "add", "hana", "--person", "한하나", "--role", "coordinator", "--password", LONG)
    added = account(database, town_scope)
    for command in (("reset-password", "hana"), ("disable", "hana")):
        with database.writing(town_scope) as session:
            held = session.get_one(Account, added.id)
            start_sign_in(session, held, lasts_for=timedelta(days=1), device="computer", now=NOW)
        run(accounts, *command)
        with database.reading(town_scope) as session:
            assert all(each.revoked_at for each in session.scalars(select(SignIn)))
    closed = account(database, town_scope)
    assert closed.disabled_at == NOW
    assert not is_password(LONG, closed.password_hash)
    assert "disabled" in run(accounts, "list").output


def test_a_centre_or_an_account_that_is_not_there_is_named(run):
    words = ("add", "hana", "--person", "한하나", "--role", "coordinator", "--centre", "west")
    assert "Centres of this town: north" in run(accounts, *words, code=2).output
    assert "no account called nobody" in run(accounts, "disable", "nobody", code=1).output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("two words", "--person", "솔", "--role", "coordinator"), "one word without spaces"),
        (("sol", "--person", " ", "--role", "coordinator"), "give the person's name"),
    ],
)
def test_an_account_without_a_usable_name_is_refused(run, words, said):
    assert said in run(accounts, "add", *words, "--language", "en", code=1).output


def test_a_weak_new_password_leaves_the_old_one(run, database, town_scope):
    run(accounts, "add", "hana", "--person", "한하나", "--role", "coordinator", "--password", LONG)
    words = ("reset-password", "hana", "--password", "short", "--language", "en")
    assert "at least 12 characters" in run(accounts, *words, code=1).output
    assert is_password(LONG, account(database, town_scope).password_hash)


def test_one_of_several_towns_must_be_named(run, database):
    with database.writing(AllTowns()) as session:
        a_town(session, slug="riverbend")
    assert "Known: namyangju, riverbend" in run(accounts, "list", code=2).output
    assert run(accounts, "list", "--town", "riverbend").output == ""
