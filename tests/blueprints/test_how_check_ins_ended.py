"""How a check-in ended is named on its own page, on the board and for other systems."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import SlotStatus
from hopecare.domain.roles import Role
from hopecare.services.pause_check_ins import pause_check_ins
from hopecare.services.record_death import record_death
from hopecare.services.stop_asking_them import stop_asking_them
from models import CheckInPlan, CheckInSlot
from tests.factories.cases import BY
from tests.factories.desk import a_call_task, a_slot
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW, TODAY
from tests.plugins.pages import count_queries

OPEN = (SlotStatus.DUE, SlotStatus.WAITING, SlotStatus.SILENT, SlotStatus.NOT_ASKED)


@pytest.fixture
def account(database, town_scope, centre):
    with database.writing(town_scope) as session:
        return a_staff_account(session, centre=centre, full_name="공노을")


@pytest.fixture
def staff(visitor, account):
    return visitor.sign_in(account)


@pytest.fixture
def put(database, town_scope, centre):
    """Put a check-in on the board, with a call that is owed to the same resident."""

    def put_one(status, name="김다래"):
        with database.writing(town_scope) as session:
            resident = a_resident(session, name=name, centre=centre)
            slot = a_slot(session, resident, status=status)
            return slot, a_call_task(session, resident)

    return put_one


def learn(staff, call, outcome="in_hospital", **said):
    path = f"/call-tasks/{call.id}"
    staff.post(f"{path}/end", {"outcome": outcome} | said, on=path)


def status_of(database, scope, slot):
    with database.reading(scope) as session:
        return session.get_one(CheckInSlot, slot.id).status


@pytest.mark.parametrize("status", OPEN)
def test_what_a_call_learnt_is_named_with_who_heard_it_and_the_call(staff, put, status):
    slot, call = put(status)
    learn(staff, call)
    page = staff.get(f"/check-ins/{slot.id}")
    assert "In hospital" in page.main
    assert "공노을" in page.main
    assert f"/call-tasks/{call.id}" in page.links
    assert "Not needed" not in page.main


@pytest.mark.parametrize("status", [SlotStatus.SILENT, SlotStatus.NOT_ASKED])
def test_whoever_is_in_hospital_counts_as_known_and_nobody_is_told_to_ring(
    database, town_scope, staff, put, status
):
    slot, call = put(status)
    learn(staff, call)
    assert status_of(database, town_scope, slot) is SlotStatus.KNOWN
    (row,) = staff.get("/check-ins").find("tbody")
    assert "In hospital" in "".join(row.itertext())
    assert "Ring" not in "".join(row.itertext())


def rests_already(session, plan):
    plan.paused_from, plan.paused_until = date(2026, 11, 20), date(2027, 2, 1)


def has_ended(session, plan):
    plan.ended_at, plan.next_due_at = NOW, None


@pytest.mark.parametrize("before", [rests_already, has_ended])
def test_a_silence_ends_by_a_call_also_where_nobody_would_be_asked(
    database, town_scope, staff, put, before
):
    slot, call = put(SlotStatus.SILENT)
    with database.writing(town_scope) as session:
        before(session, session.scalars(select(CheckInPlan)).one())
    learn(staff, call)
    assert status_of(database, town_scope, slot) is SlotStatus.KNOWN


def test_a_call_for_help_is_ended_by_no_call_in_passing(database, town_scope, staff, put):
    slot, call = put(SlotStatus.HELP_ASKED)
    learn(staff, call)
    assert status_of(database, town_scope, slot) is SlotStatus.HELP_ASKED


@pytest.mark.parametrize("status", [SlotStatus.WAITING, SlotStatus.SILENT])
def test_a_death_is_named_with_the_call_that_told_of_it(database, town_scope, staff, put, status):
    slot, call = put(status)
    learn(staff, call, "has_died")
    with database.writing(town_scope) as session:
        record_death(session, person_id=slot.person_id, died_on=TODAY, by=BY, now=NOW)
    page = staff.get(f"/check-ins/{slot.id}")
    assert "Has died" in page.main
    assert f"/call-tasks/{call.id}" in page.links


def wishes_no_questions(session, slot):
    stop_asking_them(session, person_id=slot.person_id, by=BY, now=NOW)
    return "They are not asked any more."


def rests(session, slot):
    pause_check_ins(
        session, plan_id=slot.plan_id, paused_from=TODAY, paused_until=None, by=BY, now=NOW
    )
    return "Their check-ins rest at present."


@pytest.mark.parametrize("stop", [wishes_no_questions, rests])
def test_a_check_in_that_was_cancelled_says_why(database, town_scope, staff, put, stop):
    slot, call = put(SlotStatus.WAITING)
    with database.writing(town_scope) as session:
        said = stop(session, slot)
    page = staff.get(f"/check-ins/{slot.id}")
    assert said in page.main
    assert f"/call-tasks/{call.id}" not in page.main


@pytest.mark.parametrize("how", ["helped", "has_died", "emergency_services"])
def test_the_board_says_which_end_it_was(staff, put, how):
    slot, _call = put(SlotStatus.SILENT)
    path = f"/check-ins/{slot.id}"
    staff.post(f"{path}/clear", {"ended_by": how, "note": "09:10 119"}, on=path)
    (row,) = staff.get("/check-ins").find("tbody")
    said = {"helped": "Helped", "has_died": "Has died"}
    assert said.get(how, "Emergency services were called") in "".join(row.itertext())


def test_the_board_asks_no_more_for_ten_known_than_for_one(database, staff, put):
    def asked():
        with count_queries(database) as counted:
            staff.get("/check-ins")
        return counted.total

    def one(name):
        _slot, call = put(SlotStatus.SILENT, name)
        learn(staff, call)

    one("하나")
    asked()
    for_one = asked()
    for number in range(9):
        one(f"이{number}")
    assert asked() == for_one


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Known to be safe / Known what became of them"),
        ("ko", "무사 확인 / 어떻게 되었는지 확인"),
    ],
)
def test_other_systems_are_told_of_both_ends_by_one_name_that_says_so(
    database, town_scope, visitor, centre, language, said
):
    with database.writing(town_scope) as session:
        admin = a_staff_account(session, roles={Role.ADMINISTRATOR}, language=language)
    assert said in visitor.read_in(language).sign_in(admin).get("/systems/events").main
