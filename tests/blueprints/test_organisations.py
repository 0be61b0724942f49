"""A town adds the offices it refers into, and ends what is not offered any more."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.roles import Role
from hopecare.queries.referrals import open_services
from models import Service
from tests.factories.people import a_staff_account
from tests.factories.towns import TODAY, a_centre, a_town
from tests.plugins.pages import said_by

PATH = "/organisations/change"
NEW = {"name": "화도읍 행정복지센터", "phone": "031-000-0100", "service": "생계급여 신청"}


@pytest.fixture
def at_desk(database, town_scope, visitor):
    with database.writing(town_scope) as session:
        a_town(session)
        account = a_staff_account(session, roles=(Role.COORDINATOR,), centre=a_centre(session))
    return visitor.sign_in(account)


def services(database, scope):
    with database.reading(scope) as session:
        return [(service.name, office.name) for service, office in open_services(session, on=TODAY)]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_new_office_can_be_referred_into_at_once(database, town_scope, at_desk, language):
    at_desk.read_in(language)
    page = at_desk.follow(at_desk.post(PATH, NEW))
    assert "생계급여 신청" in page.main
    assert services(database, town_scope) == [("생계급여 신청", "화도읍 행정복지센터")]


@pytest.mark.parametrize(("language", "name"), [("en", "Livelihood"), ("ko", "생계급여")])
def test_the_programme_is_called_as_the_rules_call_it(at_desk, language, name):
    at_desk.post(PATH, {**NEW, "service": "신청", "programme": "livelihood"})
    page = at_desk.read_in(language).get("/organisations")
    rows = said_by(page.find("table", class_="rows"))
    assert name in rows
    assert "livelihood" not in rows


def test_an_office_without_a_name_is_asked_for_it(at_desk):
    page = at_desk.post(PATH, {**NEW, "name": ""}, status=422)
    assert set(page.errors) == {"name"}
    assert page.fields(PATH)["service"] == NEW["service"]


def test_what_has_ended_is_referred_into_no_more(database, town_scope, at_desk):
    at_desk.post(PATH, NEW)
    with database.reading(town_scope) as session:
        service = session.scalars(select(Service)).one()
    at_desk.post(f"/organisations/services/{service.id}/end", {}, on=PATH)
    assert services(database, town_scope) == []
    assert "생계급여" not in at_desk.get("/organisations").main
    assert "Ended on" in at_desk.get("/organisations?ended_too=yes").main


def test_a_social_worker_reads_but_does_not_change(database, town_scope, at_desk):
    with database.writing(town_scope) as session:
        account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,))
    at_desk.sign_in(account)
    at_desk.get("/organisations")
    at_desk.get(PATH, status=403)
