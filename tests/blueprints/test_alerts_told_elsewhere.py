"""Whoever of another centre was told of an alert can act on it: on that alert, and nothing else."""

from __future__ import annotations

import re
from types import SimpleNamespace
from uuid import uuid4

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import AlertStatus, SlotStatus
from hopecare.domain.delivery import MessageKind
from hopecare.services.pass_alert_on import pass_alert_on
from models import AccessLogEntry, Account, Alert, Message, Person
from tests.factories.cases import BY, a_case
from tests.factories.desk import a_call_task, a_reply, a_slot, an_alert
from tests.factories.people import a_contact_point, a_phone, a_resident, a_staff_account
from tests.factories.systems import a_token
from tests.factories.towns import NOW, a_centre
from tests.plugins.pages import count_queries

pytestmark = pytest.mark.both_databases
MINE, ELSEWHERE = "김다래", "박소라"
OPENED = re.compile(r"^/(alerts|messages|check-ins|replies|call-tasks|cases|residents|reports)/")


@pytest.fixture
def told(database, town_scope, visitor, centre):
    """One alert of a centre is passed on to another's coordinator, who is signed in.

    A second alert of that centre stays there.
    """
    with database.writing(town_scope) as session:
        home = a_staff_account(session, centre=centre, full_name="이담당")
        there = a_centre(session, name="서부복지관")
        stranger = a_staff_account(session, centre=there, full_name="최담당")
        for account in (home, stranger):
            a_contact_point(session, session.get_one(Person, account.person_id), phone=a_phone())
        resident = a_resident(session, name=MINE, centre=centre, phone="+821000001234")
        case = a_case(session, resident=resident, centre=centre)
        slot = a_slot(session, resident, status=SlotStatus.SILENT)
        a_call_task(session, resident, slot=slot)
        a_reply(session, from_number="+821000001234", person=resident).slot_id = slot.id
        alert = an_alert(session, slot=slot, centre=centre)
        alert.case_id = case.id
        other = an_alert(session, a_resident(session, name=ELSEWHERE, centre=centre), centre=centre)
        next_id = pass_alert_on(
            session, alert_id=alert.id, by=BY, now=NOW, asked_by_id=home.person_id
        )
        assert next_id == stranger.person_id
        words = session.scalars(
            select(Message).where(
                Message.to_person_id == stranger.person_id, Message.kind == MessageKind.ALERT
            )
        ).one()
        made = SimpleNamespace(
            page=f"/alerts/{alert.id}",
            alert_id=alert.id,
            other_id=other.id,
            person_id=resident.id,
            case_id=case.id,
            slot_id=slot.id,
            words_id=words.id,
            home=home,
            stranger=stranger,
        )
    made.visitor = visitor.sign_in(stranger)
    return made


def test_the_alert_stands_in_the_list_and_on_the_page_of_the_day(told):
    listed = told.visitor.get("/alerts")
    assert MINE in listed.main
    assert ELSEWHERE not in listed.main
    assert told.page in listed.links
    today = told.visitor.get("/today")
    assert told.page in today.links
    assert ELSEWHERE not in today.main


def test_its_page_says_whom_to_ring_and_it_is_taken_up_and_ended_there(told, database, town_scope):
    page = told.visitor.get(told.page)
    assert MINE in page.main
    assert "010-0000-1234" in page.main
    assert "You were told of this alert" in page.main

    told.visitor.post(f"{told.page}/take", on=told.page)
    assert "최담당 looks at it" in told.visitor.get(told.page).main
    assert MINE in told.visitor.get("/alerts?status=acknowledged").main
    told.visitor.post(f"{told.page}/end", {"ended_by": "all_clear"}, on=told.page)
    assert "Ended" in told.visitor.get(told.page).main
    with database.reading(town_scope) as session:
        assert session.get_one(Alert, told.alert_id).status is AlertStatus.RESOLVED
        other = session.get_one(Alert, told.other_id)
        assert other.status is AlertStatus.RAISED


def test_nothing_but_that_alert_is_open(told):
    told.visitor.get(f"/alerts/{told.other_id}", status=403)
    for path in (f"/cases/{told.case_id}", f"/residents/{told.person_id}"):
        told.visitor.get(path, status=403)
    told.visitor.get(f"/check-ins/{told.slot_id}", status=403)


@pytest.mark.parametrize("who", ["stranger", "home"])
def test_no_link_of_the_alert_or_of_its_text_leads_to_what_is_shut(told, who):
    told.visitor.sign_in(getattr(told, who))
    pages = [told.page, *([f"/messages/{told.words_id}"] if who == "stranger" else [])]
    for path in pages:
        links = [each for each in told.visitor.get(path).links if OPENED.match(each)]
        assert links, path
        for link in links:
            assert told.visitor.fetch(link).status_code == 200, (path, link)
    if who == "stranger":
        assert told.page in told.visitor.get(f"/messages/{told.words_id}").links
    else:
        assert f"/check-ins/{told.slot_id}" in told.visitor.get(told.page).links


def test_somebody_of_that_centre_who_was_not_told_sees_nothing(told, database, town_scope):
    with database.writing(town_scope) as session:
        third = a_staff_account(session, centre=a_centre(session), full_name="정담당")
    told.visitor.sign_in(third)
    assert MINE not in told.visitor.get("/alerts").main
    told.visitor.get(told.page, status=403)


def test_ended_by_others_it_says_so_and_nothing_of_them_is_open_any_more(told):
    told.visitor.sign_in(told.home)
    told.visitor.post(f"{told.page}/end", {"ended_by": "all_clear"}, on=told.page)
    told.visitor.sign_in(told.stranger)
    page = told.visitor.get(told.page)
    assert "It has ended. Everything else stays with their own centre." in page.main
    assert "010-0000-1234" not in page.main
    assert MINE not in told.visitor.get("/alerts").main
    told.visitor.sign_in(told.home)
    assert "010-0000-1234" in told.visitor.get(told.page).main


def test_a_death_is_left_to_the_centre_to_record(told):
    told.visitor.post(f"{told.page}/end", {"ended_by": "has_died"}, on=told.page)
    said = told.visitor.get(told.page).text
    assert "resident's page as well" not in said


def test_every_opening_stands_in_the_access_log(told, database, town_scope):
    told.visitor.get(told.page)
    with database.reading(town_scope) as session:
        seen = session.scalars(
            select(AccessLogEntry).where(AccessLogEntry.actor.endswith(str(told.stranger.id)))
        ).all()
    opened = [each for each in seen if each.purpose == "alert.read"]
    assert any(str(told.person_id) in each.person_ids for each in opened)


def test_another_system_of_theirs_reads_takes_and_ends_that_alert_alone(
    app, told, database, town_scope
):
    with database.writing(town_scope) as session:
        account = session.get_one(Account, told.stranger.id)
        token = a_token(session, account, scopes=("api.alerts.read", "api.alerts.write"))
    door, headers = app.test_client(), {"Authorization": f"Bearer {token}"}

    def write(path, body=None):
        sent = headers | {"Idempotency-Key": uuid4().hex}
        return door.post(f"/api/v1{path}", json=body, headers=sent).status_code

    listed = door.get("/api/v1/alerts", headers=headers).json
    assert [each["id"] for each in listed["alerts"]] == [str(told.alert_id)]
    assert door.get(f"/api/v1/alerts/{told.other_id}", headers=headers).status_code == 403
    assert write(f"/alerts/{told.other_id}/acknowledge") == 403
    assert write(f"/alerts/{told.alert_id}/acknowledge") == 200
    assert write(f"/alerts/{told.alert_id}/resolve", {"ended_by": "all_clear"}) == 200


def test_the_page_asks_as_often_however_many_were_told(told, database, town_scope):
    def asked():
        with count_queries(database) as counted:
            told.visitor.get(told.page)
        return counted.total

    told.visitor.get(told.page)
    before = asked()
    with database.writing(town_scope) as session:
        for _ in range(3):
            a_staff_account(session, centre=a_centre(session))
        for _ in range(3):
            pass_alert_on(
                session,
                alert_id=told.alert_id,
                by=BY,
                now=NOW,
                asked_by_id=told.stranger.person_id,
            )
    assert asked() == before


def test_it_reads_in_korean(told):
    assert "이 급한 알림을 받으셨습니다" in told.visitor.read_in("ko").get(told.page).main
