"""A call for help in the very moment somebody acts on the last one: heard, and nobody is lost."""

from __future__ import annotations

import threading
import time
from contextlib import suppress

import pytest
from sqlalchemy import select

from hopecare.domain.alert_answers import AlertAnswer
from hopecare.domain.alerts import AlertKind
from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import AlertStatus, CallTaskStatus
from hopecare.domain.channels import ReplyWay
from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.roles import Role
from hopecare.queries.check_ins import hold_slots, slot_by_id
from hopecare.services.acknowledge_alert import acknowledge_alert
from hopecare.services.answer_alert import answer_alert
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.record_reply import record_reply
from models import Alert, CallTask, Message, Person
from tests.factories.cases import BY
from tests.factories.desk import a_duty, a_slot
from tests.factories.people import a_contact_point, a_resident, a_staff_account
from tests.factories.towns import a_centre, a_town
from tests.faults.test_alert_races import race

A_MOMENT = 1.0
"""How long one waits for the other: on SQLite only one writes, and nobody meets."""


@pytest.fixture
def called(town, town_scope):
    """One on duty and a colleague, and a resident who has called for help by their check-in."""
    with town.database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        staff = [a_staff_account(session, roles=(Role.COORDINATOR,), centre=centre) for _ in "ab"]
        people = [session.get_one(Person, each.person_id) for each in staff]
        for each in people:
            a_contact_point(session, each)
        a_duty(session, centre, people[0]).substitute_id = people[1].id
        slot = a_slot(session, a_resident(session, centre=centre), due_at=town.clock())
        call_for_help(session, slot, now=town.clock())
        return slot.id, [each.id for each in people]


def call_for_help(session, slot, *, now):
    said = ReplyMeaning.HELP
    record_reply(session, slot=slot, meaning=said, from_person_id=slot.person_id, by=BY, now=now)


def rows(town, scope, table):
    with town.database.reading(scope) as session:
        return list(session.scalars(select(table).order_by(table.id)))


@pytest.mark.parametrize("together", [False, True])
def test_a_call_for_help_while_its_alert_is_passed_on_holds_nobody_up(
    town, town_scope, called, together
):
    slot_id, (first, second) = called
    (alert,) = rows(town, town_scope, Alert)
    both_hold = threading.Barrier(2)

    def meet():
        with suppress(threading.BrokenBarrierError):
            both_hold.wait(A_MOMENT)

    def call_again():
        with town.database.writing(town_scope) as session:
            slot = hold_slots(session, [slot_id])[0] if together else slot_by_id(session, slot_id)
            meet()
            call_for_help(session, slot, now=town.clock())

    def pass_on():
        with town.database.writing(town_scope) as session:
            session.get_one(Alert, alert.id, with_for_update={"key_share": True})
            meet()
            answer_alert(
                session,
                alert_id=alert.id,
                answer=AlertAnswer.PASS_ON,
                from_person_id=first,
                way=ReplyWay.KEYPRESS,
                by=BY,
                now=town.clock(),
            )

    race(call_again, pass_on)

    told = [m.to_person_id for m in rows(town, town_scope, Message) if m.alert_id == alert.id]
    assert set(told) == {first, second}
    assert len(rows(town, town_scope, Alert)) == 1


def test_a_call_that_is_being_finished_swallows_no_second_call_for_help(town, town_scope, called):
    slot_id, _ = called
    (alert,), (call,) = rows(town, town_scope, Alert), rows(town, town_scope, CallTask)
    finished = threading.Event()

    def finish():
        with town.database.writing(town_scope) as session:
            acknowledge_alert(session, alert_id=alert.id, by=BY, now=town.clock())
        with town.database.writing(town_scope) as session:
            spoke = CallOutcome.SPOKE
            finish_call_task(session, task_id=call.id, outcome=spoke, by=BY, now=town.clock())
            session.flush()
            finished.set()
            time.sleep(A_MOMENT)

    def call_again():
        finished.wait()
        with town.database.writing(town_scope) as session:
            call_for_help(session, slot_by_id(session, slot_id), now=town.clock())

    race(finish, call_again)

    calls = rows(town, town_scope, CallTask)
    assert {each.kind for each in calls} == {CallTaskKind.HELP_ASKED}
    assert [each.status for each in calls] == [CallTaskStatus.DONE, CallTaskStatus.OPEN]
    alerts = rows(town, town_scope, Alert)
    assert {each.kind for each in alerts} == {AlertKind.HELP_ASKED}
    assert [each.status for each in alerts] == [AlertStatus.ACKNOWLEDGED, AlertStatus.RAISED]


def test_an_alert_nobody_took_keeps_its_call_owed_when_help_is_called_again(
    town, town_scope, called
):
    slot_id, _ = called
    (call,) = rows(town, town_scope, CallTask)
    finished = threading.Event()

    def finish():
        with town.database.writing(town_scope) as session:
            spoke = CallOutcome.SPOKE
            finish_call_task(session, task_id=call.id, outcome=spoke, by=BY, now=town.clock())
            session.flush()
            finished.set()
            time.sleep(A_MOMENT)

    def call_again():
        finished.wait()
        with town.database.writing(town_scope) as session:
            call_for_help(session, slot_by_id(session, slot_id), now=town.clock())

    race(finish, call_again)

    statuses = [each.status for each in rows(town, town_scope, CallTask)]
    assert statuses == [CallTaskStatus.DONE, CallTaskStatus.OPEN]
    # The call about the first has ended, so whoever is on duty hears of the second too.
    assert len(rows(town, town_scope, Alert)) == 2
