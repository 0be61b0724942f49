"""Who is on duty: now, ahead, and the hours nobody is."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models import DutyPeriod
from tests.factories.people import a_staff_account
from tests.factories.towns import a_centre, a_town


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
def person_id(database, town_scope, centre):
    with database.writing(town_scope) as session:
        return a_staff_account(session, centre=centre, full_name="박당번").person_id


DAY = {"from_on": "2026-11-23", "from_clock": "09:00", "until_on": "2026-11-23",
       "until_clock": "18:00"}  # fmt: skip


def test_nobody_on_duty_is_said_plainly(staff):
    assert "Nobody is on duty" in staff.get("/duty").main


def test_somebody_is_put_on_duty_and_taken_off(database, town_scope, staff, person_id):
    staff.post("/duty", DAY | {"person_id": person_id})
    page = staff.get("/duty")
    assert "On duty now: 박당번" in page.main
    assert "Nobody is on duty in these hours" in page.main
    with database.reading(town_scope) as session:
        (period,) = session.scalars(select(DutyPeriod)).all()
    staff.post(f"/duty/{period.id}/end", on="/duty")
    assert "On duty now" not in staff.get("/duty").main


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"until_on": "2026-11-22"}, "until_on"),
        ({"person_id": ""}, "person_id"),
        ({"from_clock": "nine"}, "from_clock"),
    ],
    ids=["ends before it begins", "nobody", "no such hour"],
)
def test_what_is_wrong_is_said_beside_its_field(staff, person_id, wrong, field):
    page = staff.post("/duty", DAY | {"person_id": person_id} | wrong, status=422)
    assert field in page.errors


def test_nobody_is_put_on_twice_for_one_time(staff, person_id):
    staff.post("/duty", DAY | {"person_id": person_id})
    page = staff.post("/duty", DAY | {"person_id": person_id}, status=422)
    assert "person_id" in page.errors
