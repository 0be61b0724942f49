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
from hopecare.services.record_inbound import IncomingText, record_inbound
from hopecare.services.record_reply import record_reply
from models import Alert, CallTask, InboundMessage, Message, Person
from tests.factories.cases import BY
from tests.factories.desk import a_duty, a_slot
from tests.factories.people import a_contact_point, a_person, a_resident, a_staff_account
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


@pytest.fixture
def cried(town, town_scope):
    """The telephone of a resident nobody has asked anything."""
    with town.database.writing(town_scope) as session:
        a_town(session, channel_profile="two-way")
        centre = a_centre(session)
        staff = a_staff_account(session, roles=(Role.COORDINATOR,), centre=centre)
        person = session.get_one(Person, staff.person_id)
        a_contact_point(session, person)
        a_duty(session, centre, person)
        neighbour = a_person(session, name="박두루", centre=centre)
        return a_contact_point(session, neighbour).value


def cry(session, scope, sid, number, now, *, body="도와주세요"):
    """A call for help is written from a telephone, and not yet committed."""
    text = IncomingText(provider="test", provider_sid=sid, from_number=number, body=body)
    record_inbound(session, town_id=scope.town_id, text=text, by=BY, now=now)
    session.flush()


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


@pytest.mark.parametrize("second", ["도와주세요", "살려주세요 제발"])
def test_two_cries_of_one_telephone_in_one_moment_are_one_alarm(town, town_scope, cried, second):
    written = threading.Event()

    def write():
        with town.database.writing(town_scope) as session:
            cry(session, town_scope, "first", cried, town.clock())
            written.set()
            time.sleep(A_MOMENT)

    def write_again():
        written.wait()
        with town.database.writing(town_scope) as session:
            cry(session, town_scope, "second", cried, town.clock(), body=second)

    race(write, write_again)

    (alert,) = rows(town, town_scope, Alert)
    assert alert.kind is AlertKind.HELP_ASKED
    assert [each.kind for each in rows(town, town_scope, CallTask)] == [CallTaskKind.REVIEW_REPLY]
    kept = rows(town, town_scope, InboundMessage)
    assert [each.needs_review for each in kept] == [True, True]
    answers = [m for m in rows(town, town_scope, Message) if m.to_person_id == alert.person_id]
    assert len(answers) == 1


@pytest.mark.parametrize(("second", "calls"), [("ㅁㄴㅇㄹ", 1), ("다른 말이에요 봐 주세요", 2)])
def test_the_same_unclear_words_in_one_moment_owe_one_call(town, town_scope, cried, second, calls):
    written = threading.Event()

    def write():
        with town.database.writing(town_scope) as session:
            cry(session, town_scope, "first", cried, town.clock(), body="ㅁㄴㅇㄹ")
            written.set()
            time.sleep(A_MOMENT)

    def write_again():
        written.wait()
        with town.database.writing(town_scope) as session:
            cry(session, town_scope, "second", cried, town.clock(), body=second)

    race(write, write_again)

    assert len(rows(town, town_scope, InboundMessage)) == 2
    tasks = rows(town, town_scope, CallTask)
    assert [each.kind for each in tasks] == [CallTaskKind.REVIEW_REPLY] * calls


def test_a_cry_whose_first_alarm_came_to_nothing_is_an_alarm(town, town_scope, cried):
    written = threading.Event()

    def fail():
        with suppress(ZeroDivisionError), town.database.writing(town_scope) as session:
            cry(session, town_scope, "first", cried, town.clock())
            written.set()
            time.sleep(A_MOMENT)
            raise ZeroDivisionError

    def write_again():
        written.wait()
        with town.database.writing(town_scope) as session:
            cry(session, town_scope, "second", cried, town.clock())

    race(fail, write_again)

    assert len(rows(town, town_scope, Alert)) == 1
    assert len(rows(town, town_scope, InboundMessage)) == 1
