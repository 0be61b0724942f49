"""A town's own holidays: entered once, marked in every rota, left out of what repeats."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.roles import Role
from models import DutyPeriod, TownHoliday
from tests.factories.desk import a_holiday
from tests.factories.people import a_staff_account
from tests.factories.towns import TODAY
from tests.plugins.pages import Visitor, filled

PAGE = "/duty/holidays"
FRIDAY = TODAY + timedelta(days=4)
ENTERED = {"day": FRIDAY.isoformat(), "label": "개관 기념일"}


@pytest.fixture
def administrator(database, town_scope, visitor, centre):
    with database.writing(town_scope) as session:
        account = a_staff_account(session, roles=(Role.ADMINISTRATOR,), full_name="이관리")
    return visitor.sign_in(account)


@pytest.fixture
def coordinator(database, town_scope, app, centre):
    with database.writing(town_scope) as session:
        account = a_staff_account(session, centre=centre, full_name="박담당")
    return Visitor(app).sign_in(account)


def days(database, town_scope):
    with database.reading(town_scope) as session:
        return session.scalars(select(TownHoliday)).all()


def test_a_day_is_entered_marked_in_the_rota_and_taken_back(
    database, town_scope, administrator, coordinator
):
    assert "개관 기념일" not in coordinator.get("/duty").main
    administrator.post(PAGE, ENTERED)
    assert "개관 기념일" in coordinator.get("/duty").main
    assert "개관 기념일" in coordinator.get(PAGE).main

    (day,) = days(database, town_scope)
    administrator.post(f"{PAGE}/{day.id}/drop", on=PAGE)
    assert "개관 기념일" not in coordinator.get("/duty").main
    assert days(database, town_scope) == []


def test_a_duty_that_repeats_leaves_it_out(
    database, town_scope, administrator, coordinator, centre
):
    with database.writing(town_scope) as session:
        person_id = a_staff_account(session, centre=centre, full_name="최당번").person_id
    administrator.post(PAGE, ENTERED)
    on = FRIDAY.isoformat()
    hours = {"from_on": on, "from_clock": "09:00", "until_on": on, "until_clock": "18:00"}
    until = (FRIDAY + timedelta(days=7)).isoformat()
    wish = {"person_id": person_id, "repeat_until": until, "not_on_holidays": "yes"}
    coordinator.post("/duty", hours | wish)

    with database.reading(town_scope) as session:
        (only,) = session.scalars(select(DutyPeriod)).all()
    assert only.from_at.date() == FRIDAY + timedelta(days=7)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"day": (TODAY - timedelta(days=1)).isoformat()}, "day"),
        ({"day": ""}, "day"),
        ({"label": " "}, "label"),
        ({"label": "가" * 61}, "label"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(database, town_scope, administrator, wrong, field):
    page = administrator.post(PAGE, ENTERED | wrong, status=422)
    assert set(page.errors) == {field}
    assert days(database, town_scope) == []


def test_a_day_stands_once(database, town_scope, administrator):
    administrator.post(PAGE, ENTERED)
    page = administrator.post(PAGE, ENTERED | {"label": "다른 이름"}, status=422)
    assert set(page.errors) == {"day"}
    assert len(days(database, town_scope)) == 1


def test_whoever_works_for_one_centre_reads_and_changes_nothing(database, town_scope, coordinator):
    with database.writing(town_scope) as session:
        day = a_holiday(session)
    page = coordinator.get(PAGE)
    assert page.find("form", action=PAGE) is None
    form = page.fields("/sign-out")
    coordinator.send(PAGE, filled(form, ENTERED), status=403)
    coordinator.send(f"{PAGE}/{day.id}/drop", form, status=403)
    assert [each.id for each in days(database, town_scope)] == [day.id]


def test_a_day_that_is_over_stays_as_it_was(database, town_scope, administrator):
    with database.writing(town_scope) as session:
        day = a_holiday(session)
    administrator.clock.advance(timedelta(days=6))
    with database.writing(town_scope) as session:
        account = a_staff_account(session, roles=(Role.ADMINISTRATOR,))
    administrator.sign_in(account)
    administrator.send(f"{PAGE}/{day.id}/drop", administrator.get(PAGE).fields(PAGE))
    assert len(days(database, town_scope)) == 1


def test_a_public_holiday_is_one_already(database, town_scope, administrator):
    page = administrator.post(PAGE, ENTERED | {"day": "2026-12-25"}, status=422)
    assert "public holiday already" in page.errors["day"]
    assert days(database, town_scope) == []
