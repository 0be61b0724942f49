"""Two write about one alarm at the same moment: neither waits for the other in a ring."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import event, select

from hopecare.domain.alerts import AlertEnd
from hopecare.domain.calls import CallOutcome, KnockFound
from hopecare.domain.care_path import CALL_TASK, SLOT, AlertStatus, CallTaskStatus, SlotStatus
from hopecare.domain.outcomes import CaseOutcome
from hopecare.domain.replies import ReplyMeaning
from hopecare.queries.check_ins import plan_by_id, slot_by_id
from hopecare.services.answer_knock import Knock, answer_knock
from hopecare.services.end_alert import end_alert
from hopecare.services.end_owed_call import CameOfCall, end_owed_call
from hopecare.services.leave_alerts import leave_alerts
from hopecare.services.owe_missed_question import owe_missed_question
from hopecare.services.pass_alert_on import pass_alert_on
from hopecare.services.record_death import record_death
from hopecare.services.record_reply import record_reply
from hopecare.services.settle_case import settle_case
from models import Account, Case, CheckInPlan
from tests.factories.people import an_identity
from tests.jobs.conftest import BY
from tests.jobs.test_knocks import TO_ITS_TIME, found, helper, knocking, the_knock
from tests.jobs.test_taken_and_left import a_colleague, emergency_is_owed, silence_is_taken

__all__ = ["helper", "knocking"]

pytestmark = pytest.mark.both_databases

SOON = 2.0
"""Seconds in which the other may hold its own first row; where it must wait, it waits in vain."""
SLOTS, CALLS, ALERTS = (f"FROM {each}" for each in ("check_in_slots", "call_tasks", "alerts"))


def answers(town, session):
    said = {"from_person_id": town.resident_id, "by": BY, "now": town.clock()}
    slot = slot_by_id(session, town.slot.id)
    record_reply(session, slot=slot, meaning=ReplyMeaning.FINE, **said)


def ends_the_alert(town, session):
    end, alert_id = AlertEnd.ALL_CLEAR, town.alerts[0].id
    end_alert(session, alert_id=alert_id, ended_by=end, note=None, by=BY, now=town.clock())


def writes_a_death(town, session):
    today = town.clock().date()
    record_death(session, person_id=town.resident_id, died_on=today, by=BY, now=town.clock())


def closes_the_account(town, session):
    leave_alerts(session, person_id=town.coordinator_id, now=town.clock())


def rings(town, session):
    (call,) = [each for each in town.call_tasks if each.slot_id]
    account = select(Account).where(Account.person_id == town.coordinator_id)
    by = an_identity(session, session.scalars(account).one(), now=town.clock())
    came = CameOfCall(outcome=CallOutcome.IN_HOSPITAL)
    end_owed_call(session, task_id=call.id, came=came, by=by, now=town.clock())


def finds_the_door_closed(helper, town, session):
    account = session.scalars(select(Account).where(Account.person_id == helper.id)).one()
    by, knock = an_identity(session, account), Knock(found=KnockFound.DOOR_NOT_OPENED)
    answer_knock(session, task_id=the_knock(town).id, knock=knock, by=by, now=town.clock())


def settles_the_case(town, session):
    case_id, alert_ids = session.scalars(select(Case.id)).one(), [town.alerts[0].id]
    said = {"by": BY, "now": town.clock()}
    moved = CaseOutcome.MOVED
    settle_case(session, case_id=case_id, alert_ids=alert_ids, outcome=moved, **said)


def goes_on(town, session):
    pass_alert_on(session, alert_id=town.alerts[0].id, by=BY, now=town.clock())


def somebody_is_to_ring(town):
    with town.database.writing(town.scope) as session:
        slot = slot_by_id(session, town.slot.id)
        plan = plan_by_id(session, slot.plan_id)
        owe_missed_question(session, slot=slot, plan=plan, by=BY, now=town.clock())


def at_once(town, *writers):
    """Let each hold its first row of its table before any goes on; then each does all its work."""
    both = Barrier(len(writers))

    def write(does, table):
        waits = [table]

        def meet(_connection, _cursor, statement, *_):
            if waits and waits[0] in statement and "FOR " in statement:
                waits.clear()
                with contextlib.suppress(BrokenBarrierError):
                    both.wait(SOON)

        with town.database.writing(town.scope) as session:
            event.listen(session.connection(), "after_cursor_execute", meet)
            does(town, session)

    with ThreadPoolExecutor(len(writers)) as pool:
        for done in [pool.submit(write, *each) for each in writers]:
            done.result()


def all_is_over(town):
    (alert,) = town.alerts
    calls = [each.status for each in town.call_tasks if each.slot_id]
    return (
        town.slot_status in SLOT.final
        and alert.status is AlertStatus.RESOLVED
        and CallTaskStatus.OPEN not in calls
    )


def test_who_answers_and_whoever_knocks_in_vain(knocking, helper):
    """Who knocked reads how it stands, not that somebody else was quicker."""
    knocking.work(TO_ITS_TIME)
    knocks = partial(finds_the_door_closed, helper)
    at_once(knocking, (answers, SLOTS), (knocks, SLOTS))
    assert the_knock(knocking).status in CALL_TASK.final
    assert knocking.slot_status is SlotStatus.ANSWERED


def test_whoever_closes_the_case_and_the_alert_that_goes_on(knocking, helper):
    knocking.work(TO_ITS_TIME)
    found(knocking, helper, KnockFound.HAS_DIED)
    a_colleague(knocking)
    with knocking.database.writing(knocking.scope) as session:
        plan = session.get_one(CheckInPlan, knocking.slot.plan_id)
        plan.case_id = session.scalars(select(Case.id)).one()
    knocking.clock.advance(timedelta(minutes=16))
    at_once(knocking, (settles_the_case, SLOTS), (goes_on, ALERTS))
    assert knocking.slot_status is SlotStatus.CANCELLED
    assert knocking.alerts[0].status is AlertStatus.RESOLVED


def test_who_answers_and_whoever_ends_the_alert(town):
    silence_is_taken(town)
    at_once(town, (answers, SLOTS), (ends_the_alert, ALERTS))
    assert all_is_over(town)


def test_who_answers_and_whoever_writes_that_they_have_died(town):
    silence_is_taken(town)
    at_once(town, (answers, SLOTS), (writes_a_death, ALERTS))
    assert all_is_over(town)


def test_who_answers_and_whoever_writes_what_came_of_a_call(town):
    silence_is_taken(town)
    somebody_is_to_ring(town)
    at_once(town, (answers, SLOTS), (rings, CALLS))
    assert all_is_over(town)


def test_who_answers_and_the_account_of_whoever_took_it_up_is_closed(town):
    silence_is_taken(town)
    emergency_is_owed(town)
    at_once(town, (answers, CALLS), (closes_the_account, ALERTS))
    assert all_is_over(town)
