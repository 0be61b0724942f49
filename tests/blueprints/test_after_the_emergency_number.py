"""The emergency number was rung: somebody asks in two hours how it went, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.alerts import AlertKind
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, SlotStatus
from models import CallTask
from tests.blueprints import test_unreached
from tests.blueprints.test_unreached import end, following
from tests.factories.desk import a_call_task, a_slot, an_alert
from tests.factories.people import a_resident
from tests.factories.towns import NOW

account, staff = test_unreached.account, test_unreached.staff
RUNG = {"outcome": "emergency_rung", "note": "14시에 119에 전화함"}


@pytest.fixture
def resident(database, town_scope, centre):
    """Somebody whom no plan asks."""
    with database.writing(town_scope) as session:
        return a_resident(session, name="김다래", centre=centre)


def owed(database, town_scope, resident, kind=CallTaskKind.CALL_BACK, **call):
    with database.writing(town_scope) as session:
        return a_call_task(session, resident, kind=kind, **call)


def open_calls(database, town_scope):
    with database.reading(town_scope) as session:
        is_open = CallTask.status == CallTaskStatus.OPEN
        return session.scalars(select(CallTask).where(is_open)).all()


@pytest.mark.parametrize(
    "kind",
    [
        CallTaskKind.CALL_BACK,
        CallTaskKind.EMERGENCY,
        CallTaskKind.NOT_ASKED,
        CallTaskKind.FIRST_CONTACT,
        CallTaskKind.UNFILLED,
    ],
)
def test_somebody_asks_in_two_hours_how_it_went(
    database, town_scope, staff, account, resident, kind
):
    page = end(staff, owed(database, town_scope, resident, kind), **RUNG)
    assert "What comes next stands in the list" in staff.follow(page).text
    look = following(database, town_scope)
    assert (look.kind, look.person_id) == (CallTaskKind.CALL_BACK, resident.id)
    assert (look.due_at, look.owner_id) == (NOW + timedelta(hours=2), account.person_id)
    assert "어떻게 되었는지" in look.words
    end(staff, look, outcome="spoke")
    assert open_calls(database, town_scope) == []


def test_it_is_owed_once_and_again_where_it_is_rung_again(database, town_scope, staff, resident):
    for _ in range(2):
        end(staff, owed(database, town_scope, resident), **RUNG)
    end(staff, following(database, town_scope), **RUNG)
    assert following(database, town_scope).person_id == resident.id


def test_an_alert_that_goes_on_is_not_doubled(database, town_scope, staff, resident):
    with database.writing(town_scope) as session:
        slot = a_slot(session, resident, status=SlotStatus.SILENT)
        an_alert(session, slot=slot)
    page = end(
        staff, owed(database, town_scope, resident, CallTaskKind.EMERGENCY, slot=slot), **RUNG
    )
    assert "What comes next" not in staff.follow(page).text
    assert open_calls(database, town_scope) == []


def test_an_alert_about_somebody_else_looks_after_nobody(database, town_scope, staff, resident):
    with database.writing(town_scope) as session:
        an_alert(session, a_resident(session), kind=AlertKind.HELP_ASKED)
    end(staff, owed(database, town_scope, resident), **RUNG)
    assert following(database, town_scope).person_id == resident.id


def test_an_open_call_about_the_same_check_in_is_not_doubled(database, town_scope, staff, resident):
    with database.writing(town_scope) as session:
        slot = a_slot(session, resident, status=SlotStatus.NOT_ASKED)
    other = owed(database, town_scope, resident, CallTaskKind.NOT_ASKED, slot=slot)
    end(staff, owed(database, town_scope, resident, CallTaskKind.EMERGENCY, slot=slot), **RUNG)
    assert following(database, town_scope).id == other.id


def test_a_day_far_ahead_is_refused_where_a_life_hangs_on_it(database, town_scope, staff, resident):
    call = owed(database, town_scope, resident, CallTaskKind.EMERGENCY)
    path = f"/call-tasks/{call.id}"
    staff.post(f"{path}/end", RUNG | {"again_on": "2026-11-25"}, on=path, status=422)
    assert following(database, town_scope).id == call.id
