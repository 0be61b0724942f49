"""The telephone as a door: who is on the line, and what they say written down in seconds."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import OfferStatus, SlotStatus
from hopecare.queries.residents import contact_points_of
from models import CallTask, CheckInSlot, Offer
from tests.factories.cases import a_case, a_need
from tests.factories.desk import a_slot
from tests.factories.offers import an_offer
from tests.factories.people import a_phone, a_resident, a_staff_account, a_volunteer
from tests.factories.towns import TODAY, a_centre, a_town


@pytest.fixture
def centre(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        return a_centre(session)


@pytest.fixture
def staff(database, town_scope, visitor, centre):
    with database.writing(town_scope) as session:
        account = a_staff_account(session, centre=centre, full_name="이담당")
    return visitor.sign_in(account)


@pytest.fixture
def resident(database, town_scope, centre):
    with database.writing(town_scope) as session:
        return a_resident(session, name="김다래", phone=a_phone(), centre=centre)


@pytest.fixture
def number(database, town_scope, resident):
    with database.reading(town_scope) as session:
        value = contact_points_of(session, [resident.id], on=TODAY)[0].value
    return "0" + value.removeprefix("+82")


@pytest.mark.parametrize("dashes", [True, False], ids=["with dashes", "without"])
def test_a_number_finds_who_it_is(staff, number, dashes):
    typed = f"{number[:3]}-{number[3:7]}-{number[7:]}" if dashes else number
    assert "김다래" in staff.get(f"/telephone?q={typed}").main


def test_the_beginning_of_a_name_finds_who_it_is(staff, resident):
    assert "김다래" in staff.get("/telephone?q=김다").main


def test_an_unknown_number_leads_to_a_report_with_the_number(staff):
    page = staff.get("/telephone?q=010-0000-9999")
    assert "Nobody we know" in page.main
    assert any("/reports/new?phone=010" in link for link in page.links)


def test_of_another_centres_person_only_the_centre_is_said(database, town_scope, visitor, resident):
    with database.writing(town_scope) as session:
        stranger = a_staff_account(session, centre=a_centre(session, name_en="West Centre"))
    page = visitor.sign_in(stranger).get("/telephone?q=김다")
    assert "Known to another centre" in page.main
    assert "East Centre looks after this person" in page.main
    assert "김다래" not in page.main


def test_call_me_later_is_one_click_and_owes_a_call(database, town_scope, staff, resident):
    path = "/telephone?q=김다"
    staff.post("/telephone/calls", {"outcome": "call_later"}, on=path)
    with database.reading(town_scope) as session:
        (task,) = session.scalars(select(CallTask)).all()
    assert task.person_id == resident.id


def test_what_they_say_of_today_is_one_click(database, town_scope, staff, resident):
    with database.writing(town_scope) as session:
        slot = a_slot(session, resident, status=SlotStatus.SILENT)
    staff.post("/telephone/check-in", {"meaning": "fine"}, on="/telephone?q=김다")
    with database.reading(town_scope) as session:
        assert session.get_one(CheckInSlot, slot.id).status is SlotStatus.ANSWERED


def test_a_volunteer_accepts_by_telephone(database, town_scope, staff, centre):
    with database.writing(town_scope) as session:
        helper = a_volunteer(session, name="공숲이", centre=centre)
        resident = a_resident(session, centre=centre)

        need = a_need(session, case=a_case(session, resident=resident, centre=centre))
        offer = an_offer(session, need, helper)
    staff.post("/telephone/offer", {"meaning": "yes"}, on="/telephone?q=공숲")
    with database.reading(town_scope) as session:
        assert session.get_one(Offer, offer.id).status is OfferStatus.ACCEPTED


def test_what_was_noted_in_a_call_goes_into_its_report(staff, resident, number):
    path = f"/telephone?q={number}"
    words = staff.get(path).main
    assert words.index("A note, if") < words.index("Write a report from this call")
    form = staff.get(path).fields("/telephone/calls")
    form["outcome"], form["note"] = "spoke", "가스가 끊겼대요"
    page = staff.follow(staff.send("/telephone/calls/report", form))
    told = page.fields("/reports/new")
    assert told["words"] == "가스가 끊겼대요"
    assert told["name"] == "김다래"
    assert told["resident_id"] == str(resident.id)
