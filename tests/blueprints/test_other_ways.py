"""Another way than texts: asked for on Today and beside the check-ins until it is chosen."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.channels import Channel
from hopecare.domain.check_ins import AskedBy
from models import CheckInPlan, ContactPoint
from tests.factories.desk import a_plan
from tests.factories.people import (
    a_contact_point,
    a_phone,
    a_resident,
    wants_no_texts,
)
from tests.factories.towns import TODAY, a_centre, a_town
from tests.plugins.pages import said_by


@pytest.fixture
def centre(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session, channel_profile="two-way")
        return a_centre(session)


def stopped(session, *, centre, name="김다래"):
    """A resident who is asked by text and wants no more of them."""
    resident = a_resident(session, name=name, phone=a_phone(), centre=centre)
    wants_no_texts(session, resident)
    a_plan(session, resident, channel=Channel.SMS)
    return resident


@pytest.fixture
def resident(database, town_scope, centre):
    with database.writing(town_scope) as session:
        return stopped(session, centre=centre)


def live_plan(database, town_scope, person):
    with database.reading(town_scope) as session:
        live = select(CheckInPlan).where(
            CheckInPlan.person_id == person.id, CheckInPlan.ended_at.is_(None)
        )
        return session.scalars(live).one()


TITLE = "Want no more texts"
WAYS = "/check-ins/ways"


@pytest.mark.parametrize(
    ("way", "becomes"),
    [
        ("voice", (AskedBy.MACHINE, Channel.VOICE)),
        ("knock", (AskedBy.KNOCK, Channel.SMS)),
        ("none", (AskedBy.NOBODY, Channel.SMS)),
    ],
)
def test_one_press_decides_and_nothing_waits_any_more(
    database, town_scope, staff, resident, way, becomes
):
    page = f"/residents/{resident.id}/check-ins"
    plan = live_plan(database, town_scope, resident)
    assert page in staff.get("/today").links
    assert "김다래" in staff.get("/check-ins/ways").main
    path = f"/check-in-plans/{plan.id}/way"

    form = staff.get(page).fields(path)
    form["way"] = way
    staff.send(path, form, status=303)

    chosen = live_plan(database, town_scope, resident)
    assert (chosen.asked_by, chosen.channel) == becomes
    assert TITLE.lower() not in staff.get(page).main.lower()
    assert page not in staff.get("/check-ins/ways").links
    assert "Everybody who is asked by text takes texts." in staff.get("/today").main


def test_who_waits_for_one_is_counted_on_the_board_and_led_to_from_today(
    database, town_scope, staff, resident
):
    with database.writing(town_scope) as session:
        stopped(session, centre=a_centre(session, name="동부희망케어센터"), name="박여울")
    board = staff.get("/check-ins")
    (number,) = [link for link in board.find_all("a") if link.attrib.get("href") == WAYS]
    assert said_by(number) == f"1{TITLE}: agree on another way"
    assert WAYS in staff.get("/today").links


def test_an_older_page_decides_nothing_over_a_newer_one(database, town_scope, staff, resident):
    page = f"/residents/{resident.id}/check-ins"
    path = f"/check-in-plans/{live_plan(database, town_scope, resident).id}/way"
    form = staff.get(page).fields(path)
    form["way"], form["version"] = "none", "77"

    staff.send(path, form, status=409)

    assert live_plan(database, town_scope, resident).asked_by is AskedBy.MACHINE


def test_people_of_another_centre_are_neither_shown_nor_decided_about(
    database, town_scope, staff, resident
):
    with database.writing(town_scope) as session:
        other = a_centre(session, name="동부희망케어센터")
        theirs = stopped(session, centre=other, name="박여울")
    plan = live_plan(database, town_scope, theirs)

    assert "박여울" not in staff.get("/check-ins/ways").main
    own = live_plan(database, town_scope, resident)
    form = staff.get(f"/residents/{resident.id}/check-ins").fields(f"/check-in-plans/{own.id}/way")
    staff.send(f"/check-in-plans/{plan.id}/way", form, status=403)


@pytest.mark.parametrize(
    ("preferred", "waits"),
    [(True, False), (False, True)],
    ids=["the question goes to another number", "the question goes to the stopped one"],
)
def test_only_the_number_the_question_would_go_to_counts(
    database, town_scope, staff, resident, preferred, waits
):
    with database.writing(town_scope) as session:
        own = ContactPoint.person_id == resident.id
        session.scalars(select(ContactPoint).where(own)).one().is_preferred = not preferred
        second = a_contact_point(session, session.get_one(type(resident), resident.id))
        second.is_preferred, second.valid_from = preferred, TODAY

    assert ("김다래" in staff.get("/check-ins/ways").main) is waits
