"""Other systems find what one can refer into, with how full it is and how old that word is."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from hopecare.domain.api_scopes import API_SCOPES
from hopecare.domain.roles import Role
from hopecare.services.make_api_token import make_api_token
from models import ServiceCapacity
from tests.factories.people import a_phone, a_resident, a_staff_account
from tests.factories.referrals import a_service, an_organisation
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area
from tests.plugins.pages import count_queries


class Directory:
    """Two offices with a service each, and a system with a token of one centre."""

    def __init__(self, app, database, scope):
        self.app, self.database, self.scope = app, database, scope
        with database.writing(scope) as session:
            a_town(session)
            self.centre = a_centre(session)
            self.area = an_area(session, covered_by=self.centre)
            self.office = an_organisation(session, name="가 복지센터")
            self.meals = a_service(session, organisation=self.office, name="도시락", programme=None)
            self.other = a_service(session, organisation=an_organisation(session, name="나 재단"))
            self.ended = a_service(session, organisation=self.office, ended_on=TODAY)
            self.resident = a_resident(
                session, phone=a_phone(), centre=a_centre(session, name="서부희망케어센터")
            )
            account = a_staff_account(session, roles={Role.SOCIAL_WORKER}, centre=self.centre)
            self.token = make_api_token(
                session,
                account,
                label="the city's system",
                scopes=tuple(API_SCOPES),
                lasts_for=timedelta(days=300),
                now=NOW,
            ).token

    def get(self, path):
        headers = {"Authorization": f"Bearer {self.token}"}
        return self.app.test_client().get(f"/api/v1{path}", headers=headers)

    def note(self, body, key=None):
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Idempotency-Key": key or uuid4().hex,
        }
        path = f"/api/v1/services/{self.meals.id}/capacity"
        return self.app.test_client().post(path, json=body, headers=headers)

    def ids(self, query=""):
        return [each["id"] for each in self.get(f"/services{query}").json["services"]]


@pytest.fixture
def directory(app, database, town_scope):
    return Directory(app, database, town_scope)


def test_services_stand_in_the_pages_order_and_go_on_where_the_page_ended(directory):
    assert directory.ids() == [str(directory.meals.id), str(directory.other.id)]
    first = directory.get("/services?limit=1").json
    rest = directory.get(f"/services?limit=1&after={first['next']}").json
    assert [each["id"] for each in rest["services"]] == [str(directory.other.id)]
    assert rest["next"] is None
    wrong = directory.get("/services?after=bm9uc2Vuc2U")
    assert (wrong.status_code, wrong.json["reason"]) == (404, "not_found")


def test_services_are_found_by_the_pages_filters(directory):
    assert directory.ids("?programme=livelihood") == [str(directory.other.id)]
    assert directory.ids("?words=도시") == [str(directory.meals.id)]
    assert str(directory.ended.id) in directory.ids("?ended_too=true")
    assert directory.ids("?language=vi") == []


def test_how_far_it_is_from_a_home_one_may_not_read_is_not_said(directory):
    answer = directory.get(f"/services?person_id={directory.resident.id}")
    assert (answer.status_code, answer.json["reason"]) == (403, "not_permitted")


def test_what_an_office_says_counts_once_and_grows_old(directory):
    key = uuid4().hex
    said = {"state": "open", "free_places": 3, "heard_by": "telephone"}
    first, second = (directory.note(said, key) for _ in range(2))
    assert first.status_code == 200, first.text
    assert first.json == second.json
    with directory.database.reading(directory.scope) as session:
        assert session.scalar(select(func.count()).select_from(ServiceCapacity)) == 1
    one = f"/services/{directory.meals.id}"
    fresh = directory.get(one).json["capacity"]
    assert (fresh["state"], fresh["free_places"], fresh["is_old"]) == ("open", 3, False)
    directory.app.extensions["hopecare.desk"].clock.advance(timedelta(days=200))
    assert directory.get(one).json["capacity"]["is_old"] is True
    listed = directory.get("/services").json["services"]
    assert [each["capacity"] and each["capacity"]["is_old"] for each in listed] == [True, None]


def test_a_full_service_has_no_free_places(directory):
    refused = directory.note({"state": "full", "free_places": 3})
    assert refused.status_code == 422
    assert refused.json["errors"]["json"].keys() == {"free_places"}


def test_offices_are_listed_and_read(directory):
    listed = directory.get("/organisations").json["organisations"]
    assert {each["name"] for each in listed} >= {"가 복지센터", "나 재단"}
    one = directory.get(f"/organisations/{directory.office.id}").json
    assert one["name"] == "가 복지센터"
    assert directory.get(f"/organisations/{uuid4()}").status_code == 404


def test_the_list_of_services_costs_the_same_however_long_it_is(directory):
    counts = []
    for _ in range(2):
        with directory.database.writing(directory.scope) as session:
            for _ in range(3):
                a_service(session, organisation=directory.office)
        directory.get("/services")
        with count_queries(directory.database) as seen:
            directory.get("/services")
        counts.append(seen.total)
    assert counts[0] == counts[1]
