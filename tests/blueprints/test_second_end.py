"""How a check-in ended is written once: nothing follows from a second press or a second end."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import SlotStatus
from hopecare.services.pause_check_ins import pause_check_ins
from models import CallTask, CheckInPlan, CheckInSlot, TimelineEntry
from tests.blueprints import test_how_check_ins_ended
from tests.factories.cases import BY
from tests.factories.desk import an_alert
from tests.factories.people import a_staff_account
from tests.factories.towns import NOW
from tests.plugins.pages import Visitor, filled

account, staff = test_how_check_ins_ended.account, test_how_check_ins_ended.staff
put = test_how_check_ins_ended.put
STANDS = "How this check-in ended was written down before, and stands."


def rows(database, scope, table):
    with database.reading(scope) as session:
        return session.scalars(select(table).order_by(table.id)).all()


def known(database, scope):
    """What everybody can see of it: calls, the pause, the check-in and its story."""
    (plan,) = rows(database, scope, CheckInPlan)
    (slot,) = rows(database, scope, CheckInSlot)
    story = [entry.kind for entry in rows(database, scope, TimelineEntry)]
    calls = [(call.kind, call.status) for call in rows(database, scope, CallTask)]
    return calls, (plan.paused_from, plan.paused_until), (slot.status, slot.note), story


def form_of(staff, slot):
    path = f"/check-ins/{slot.id}"
    return f"{path}/clear", staff.get(path).fields(f"{path}/clear")


def end(staff, opened, how, note=""):
    path, fields = opened
    return staff.follow(staff.send(path, filled(fields, {"ended_by": how, "note": note})))


@pytest.mark.parametrize("second", ["in_hospital", "has_died", "all_clear"])
@pytest.mark.both_databases
def test_the_first_end_stands_and_whoever_comes_second_is_told_so(
    database, town_scope, staff, put, centre, second
):
    slot, _call = put(SlotStatus.SILENT)
    with database.writing(town_scope) as session:
        other = a_staff_account(session, centre=centre)
    colleague = Visitor(staff.app).sign_in(other)
    first, late = form_of(staff, slot), form_of(colleague, slot)
    assert STANDS not in end(staff, first, "in_hospital", "시립병원").main
    before = known(database, town_scope)

    page = end(colleague, late, second, "다른 말")
    assert STANDS in page.text
    assert known(database, town_scope) == before


def test_a_second_press_does_not_rest_them_again_after_they_came_home(
    database, town_scope, staff, put
):
    slot, _call = put(SlotStatus.SILENT)
    first, again = form_of(staff, slot), form_of(staff, slot)
    end(staff, first, "in_hospital")
    with database.writing(town_scope) as session:
        pause_check_ins(
            session, plan_id=slot.plan_id, paused_from=None, paused_until=None, by=BY, now=NOW
        )
    before = known(database, town_scope)
    assert STANDS in end(staff, again, "in_hospital").text
    assert known(database, town_scope) == before


def test_a_call_for_help_beside_a_check_in_nobody_asks_any_further_is_ended_and_followed(
    database, town_scope, staff, put
):
    slot, _call = put(SlotStatus.SILENT)
    opened = form_of(staff, slot)
    with database.writing(town_scope) as session:
        row = session.get_one(CheckInSlot, slot.id)
        row.status = SlotStatus.CANCELLED
        an_alert(session, slot=row)
    assert STANDS not in end(staff, opened, "in_hospital").text
    (plan,) = rows(database, town_scope, CheckInPlan)
    assert plan.paused_until is not None
