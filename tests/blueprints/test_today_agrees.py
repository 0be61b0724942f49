"""What the page of the day says is well is true beside its cards, also without a telephone."""

from __future__ import annotations

import pytest

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import SlotStatus
from models import Person
from tests.factories.desk import a_call_task, a_slot
from tests.factories.people import a_resident

CALLS_REST = "Nobody waits for a call today."
ALL_ANSWERED = "Everybody who was asked has answered."
GO_THERE = "Somebody has to go there"


@pytest.fixture
def slot(database, town_scope, staff, centre):
    """A check-in that could not be asked: there is no telephone, and no call is owed any more."""
    with database.writing(town_scope) as session:
        resident = a_resident(session, name="김다래", centre=centre, phone="")
        return a_slot(session, resident, status=SlotStatus.NOT_ASKED)


def test_without_a_telephone_somebody_has_to_go_there(staff, slot):
    today = staff.get("/today")
    assert GO_THERE in today.main
    assert "Ring them today" not in today.main
    assert CALLS_REST not in today.main
    page = staff.get(f"/check-ins/{slot.id}")
    assert "No number is known, so somebody has to go there today." in page.main
    assert "Ring them yourself" not in page.main
    assert "You speak with them: how are they?" in page.main
    assert "They are on the telephone" not in page.main
    assert "Not asked yet." not in page.main
    assert f"/residents/{slot.person_id}/check-ins" in " ".join(page.links)


def test_the_way_there_leads_to_what_is_owed_for_it(database, town_scope, staff, slot):
    with database.writing(town_scope) as session:
        resident = session.get_one(type(slot), slot.id)
        task = a_call_task(
            session,
            session.get_one(Person, resident.person_id),
            kind=CallTaskKind.NOT_ASKED,
            slot=resident,
        )
    page = staff.get(f"/check-ins/{slot.id}")
    step = page.find("a", class_="btn", href=f"/call-tasks/{task.id}")
    assert step is not None
    assert "Calls to make today" in staff.get("/today").main


def test_whoever_has_a_telephone_is_rung_and_the_cards_agree(database, town_scope, staff, centre):
    with database.writing(town_scope) as session:
        a_slot(session, a_resident(session, centre=centre), status=SlotStatus.NOT_ASKED)
    today = staff.get("/today").main
    assert "Ring them today" in today
    assert GO_THERE not in today
    assert CALLS_REST not in today


@pytest.mark.parametrize("status", [SlotStatus.WAITING, SlotStatus.CLEARED])
def test_nobody_is_said_to_have_answered_who_has_not(database, town_scope, staff, centre, status):
    with database.writing(town_scope) as session:
        a_slot(session, a_resident(session, centre=centre), status=status)
    today = staff.get("/today").main
    assert ALL_ANSWERED not in today
    assert "Nobody's answer is overdue, and nobody is left unasked." in today
    assert CALLS_REST in today


def test_it_reads_in_korean(staff, slot):
    staff.read_in("ko")
    assert "누가 찾아가 보아야 합니다" in staff.get("/today").main
    assert "오늘 누가 찾아가 보아야 합니다." in staff.get(f"/check-ins/{slot.id}").main
