"""A cursor in an address may have been written by anybody: it is read, never obeyed."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from uuid import uuid4

import pytest

from hopecare.domain.api_scopes import API_SCOPES
from hopecare.domain.roles import Role
from hopecare.services.make_api_token import make_api_token
from hopecare.web.keyset import Key, cursor_of, read_cursor
from models import Case, CaseGoal, TimelineEntry
from tests.factories.cases import a_case
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW, TODAY, a_centre, a_town

HOSTILE = {
    "words": ["str", "abc"],
    "nothing": ["str", "\u0000"],
    "half a sign": ["str", "\ud800"],
    "huge": ["int", "9" * 30],
    "no number": ["float", "nan"],
    "no zone": ["datetime", "2026-01-01"],
    "before all time": ["datetime", "0001-01-01T00:00:00+23:00"],
    "after all time": ["datetime", "9999-12-31T23:59:59-23:00"],
    "a day": ["date", "2026-01-01"],
    "an id": ["UUID", str(uuid4())],
    "no words": ["int", 3.5],
}


def written(keys):
    return base64.urlsafe_b64encode(json.dumps(keys).encode()).decode().rstrip("=")


@pytest.fixture
def ask(app, database, town_scope):
    """A member of staff's cases, lists and events, asked for by a token."""
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        account = a_staff_account(session, roles={Role.ADMINISTRATOR}, centre=None)
        scopes, days = tuple(API_SCOPES), timedelta(days=3)
        made = make_api_token(session, account, label="x", scopes=scopes, lasts_for=days, now=NOW)
        a_case(session, resident=a_resident(session, centre=centre))
    header = {"Authorization": f"Bearer {made.token}"}
    return lambda path, after: app.test_client().get(
        f"/api/v1{path}", query_string={"after": after}, headers=header
    )


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("path", "keys"), [("/cases", 2), ("/alerts", 3), ("/goals", 2), ("/events", 1)]
)
def test_a_cursor_of_another_kind_is_no_cursor(ask, path, keys):
    for name, value in HOSTILE.items():
        answer = ask(path, written([value] * keys))
        assert (answer.status_code, answer.json["reason"]) == (404, "not_found"), name


@pytest.mark.parametrize(
    ("order", "keys"),
    [
        ((Key(Case.opened_at, descending=True), Key(Case.id)), [NOW, uuid4()]),
        ((Key(CaseGoal.target_on), Key(CaseGoal.id)), [TODAY, uuid4()]),
        ((Key(TimelineEntry.place),), [12]),
    ],
)
def test_a_cursor_of_its_own_kind_is_read_back(order, keys):
    assert read_cursor(cursor_of(keys), order) == keys


def test_a_list_on_a_page_begins_at_its_start_where_the_cursor_is_none(
    visitor, database, town_scope
):
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        account = a_staff_account(session, roles={Role.SOCIAL_WORKER}, centre=centre)
        a_case(session, resident=a_resident(session, centre=centre, name="옥담비"))
    at_desk = visitor.sign_in(account)
    for value in HOSTILE.values():
        assert "옥담비" in at_desk.get(f"/cases?after={written([value] * 2)}").main
