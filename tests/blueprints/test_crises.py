"""The crisis path through its pages: help first, check after; who is responsible is said."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.roles import Role
from hopecare.queries.residents import contact_points_of
from hopecare.services.disable_account import disable_account
from models import Account, CallTask, Case, Crisis, LegalClock
from tests.factories.cases import a_case
from tests.factories.crises import a_crisis, a_worker
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW, TODAY, a_centre, a_town


@pytest.fixture
def country():
    return "KR"


@pytest.fixture
def desk(database, town_scope, visitor, country):
    """A social worker signed in, and a case of their centre."""

    class Desk:
        def __init__(self):
            with database.writing(town_scope) as session:
                a_town(session, country=country)
                self.centre = a_centre(session)
                self.resident = a_resident(session, centre=self.centre)
                self.case = a_case(session, resident=self.resident)
                self.other = a_worker(session, self.case, name="박이어")
                self.account = a_staff_account(
                    session, roles=(Role.SOCIAL_WORKER,), centre=self.centre
                )
            visitor.sign_in(self.account)
            self.page = f"/cases/{self.case.id}"

        def stands(self):
            with database.writing(town_scope) as session:
                return a_crisis(session, case=session.get_one(Case, self.case.id))

        def now(self):
            with database.reading(town_scope) as session:
                return session.scalars(select(Crisis)).one()

    return Desk()


def test_a_crisis_is_opened_helped_checked_and_cleared(desk, visitor, database, town_scope):
    (leads,) = (link for link in visitor.get(desk.page).links if link.endswith("/crisis"))
    opened = visitor.follow(visitor.post(leads, {"words": "쓰러져 계심"}))
    assert "쓰러져 계심" in opened.main
    crisis = desk.now()
    assert crisis.responsible_id == desk.account.person_id
    here = f"/crises/{crisis.id}"
    rang = {"rung_by": "staff", "outcome": "taken_to_hospital", "words": "구급대에 알림"}
    seen = visitor.follow(visitor.post(f"{here}/emergency", rang))
    assert "119" in seen.main
    assert "Taken to hospital" in seen.main
    assert "구급대에 알림" in seen.main
    helped = visitor.follow(visitor.post(f"{here}/help", {"words": "도시락"}))
    assert "The check is due by" in helped.main
    checked = visitor.follow(visitor.post(f"{here}/check", {"result": "conditions_met"}))
    assert "The conditions are met" in checked.main
    visitor.follow(visitor.post(f"{here}/end", {"words": "병실에서 뵘"}))
    assert desk.now().ended_at is not None
    with database.reading(town_scope) as session:
        assert session.scalars(select(LegalClock.ended_at)).one() is not None


def test_where_they_are_and_their_number_stand_on_crisis_and_case(
    desk, visitor, database, town_scope
):
    with database.reading(town_scope) as session:
        (point,) = contact_points_of(session, [desk.resident.id], on=TODAY)
    for page in (visitor.get(f"/crises/{desk.stands().id}"), visitor.get(desk.page)):
        assert f"tel:{point.value}" in page.links
        assert "가람로 1, 101호" in page.main


@pytest.mark.parametrize("path", ["", "/close", "/needs/new", "/refer", "/aid"])
def test_every_page_of_the_case_says_who_is_responsible(desk, visitor, path):
    assert "Crisis without an all-clear" not in visitor.get(f"{desk.page}{path}").text
    desk.stands()
    said = visitor.get(f"{desk.page}{path}").text
    assert "Crisis without an all-clear" in said
    assert "Responsible: 이책임." in said


def test_today_and_the_list_name_who_is_in_a_crisis(desk, visitor):
    crisis = desk.stands()
    for path in ("/today", "/crises"):
        page = visitor.get(path)
        assert "이책임" in page.main
        assert f"/crises/{crisis.id}" in page.links


def test_the_case_does_not_close_before_the_all_clear(desk, visitor):
    desk.stands()
    again = visitor.post(f"{desk.page}/close", {"outcome": "need_met"}, status=422)
    assert "no all-clear" in again.errors["outcome"]


def test_whoever_is_asked_says_yes_on_the_page(desk, visitor, database, town_scope):
    crisis = desk.stands()
    here = f"/crises/{crisis.id}"
    visitor.post(f"{here}/hand-on", {"to_id": str(desk.account.person_id)})
    page = visitor.get(here)
    assert "is asked to take over" in page.main
    visitor.post(f"{here}/answer", {"accepts": "yes"}, on=here)
    assert desk.now().responsible_id == desk.account.person_id


@pytest.mark.parametrize(
    ("path", "wrong", "field"),
    [
        ("emergency", {"rung_on": "2027-01-01"}, "rung_on"),
        ("emergency", {"rung_at": "23:59"}, "rung_on"),
        ("help", {"words": "쌀", "helped_on": "2027-01-01"}, "helped_on"),
        ("help", {"words": "쌀", "due_on": "2025-01-01"}, "due_on"),
        ("hand-on", {"to_id": ""}, "to_id"),
        ("end", {"words": ""}, "words"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(desk, visitor, path, wrong, field):
    crisis = desk.stands()
    rang = {"rung_by": "staff", "outcome": "advice"} if path == "emergency" else {}
    again = visitor.post(f"/crises/{crisis.id}/{path}", {**rang, **wrong}, status=422)
    assert field in again.errors


@pytest.mark.parametrize("country", ["GB"])
def test_where_no_clock_is_known_the_day_is_asked(desk, visitor, database, town_scope):
    crisis = desk.stands()
    form = visitor.get(f"/crises/{crisis.id}/help")
    assert "No clock is known here" in form.main
    visitor.post(f"/crises/{crisis.id}/help", {"words": "쌀"})
    assert "Ask the office until when" in visitor.get(f"/crises/{crisis.id}").main
    with database.reading(town_scope) as session:
        assert session.scalars(select(LegalClock)).all() == []
    assert desk.now().helped_on == TODAY


def test_a_crisis_whose_person_has_left_is_taken_on_its_page(desk, visitor, database, town_scope):
    crisis = desk.stands()
    here = f"/crises/{crisis.id}"
    assert "I am responsible now" not in visitor.get(here).main
    with database.writing(town_scope) as session:
        theirs = session.scalars(
            select(Account).where(Account.person_id == crisis.responsible_id)
        ).one()
        disable_account(session, account_id=theirs.id, now=NOW)
    for path in (here, desk.page, "/crises", "/today"):
        page = visitor.get(path)
        assert "Nobody: the account of" in page.html or "Nobody is responsible" in page.html, path
    taken = visitor.follow(visitor.post(f"{here}/take", on=here))
    assert "You are responsible until the all-clear." in taken.html
    assert "Nobody is responsible" not in taken.html


def test_the_call_for_somebody_responsible_is_taken_by_being_it(
    desk, visitor, database, town_scope
):
    with database.writing(town_scope) as session:
        crisis = a_crisis(session, case=session.get_one(Case, desk.case.id))
        account = session.scalars(
            select(Account).where(Account.person_id == crisis.responsible_id)
        ).one()
        disable_account(session, account_id=account.id, now=NOW)
        call = session.scalars(
            select(CallTask).where(CallTask.kind == CallTaskKind.CRISIS_HANDED)
        ).one()
    there = f"/call-tasks/{call.id}"
    page = visitor.get(there)
    assert "Nobody is responsible for this crisis" in page.main
    assert "I ring" not in page.main
    ended = visitor.follow(visitor.post(f"{there}/end", {"outcome": "spoke"}, on=there))
    assert "What comes next stands in the list" in ended.text
    again = next(link for link in visitor.get("/call-tasks").links if "/call-tasks/" in link)
    visitor.post(f"/crises/{crisis.id}/take", on=again)
    assert "Nobody is responsible" not in visitor.get(f"/crises/{crisis.id}").main
