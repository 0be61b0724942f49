"""An alert somebody left lying is taken by another: its calls go with it, and the others hear."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import event

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import AlertStatus, CallTaskStatus
from hopecare.domain.replies import ReplyMeaning
from hopecare.queries.check_ins import slot_by_id
from hopecare.services.acknowledge_alert import acknowledge_alert
from hopecare.services.record_reply import record_reply
from models import CallTask, Person
from tests.factories.people import a_contact_point
from tests.jobs.conftest import BY
from tests.jobs.test_taken_and_left import (
    a_colleague,
    alert_after,
    call_of,
    emergency_is_owed,
    help_is_asked,
    silence_is_taken,
    taken,
    told,
)

pytestmark = pytest.mark.both_databases

MINUTE = timedelta(minutes=1)
SOON = 2.0
"""Seconds in which the other may hold its own first row; where it must wait, it waits in vain."""


def owned(town, kind, *, by=None):
    """Whose the call is; `by` takes it."""
    with town.database.writing(town.scope) as session:
        call = session.get_one(CallTask, call_of(town, kind).id)
        if by is not None:
            call.owner_id = by
        return call.owner_id


def test_the_call_about_the_emergency_number_goes_with_the_alert(town):
    silence_is_taken(town)
    emergency_is_owed(town)
    assert owned(town, CallTaskKind.EMERGENCY) == town.coordinator_id
    assert alert_after(town, 16 * MINUTE).status is AlertStatus.RAISED
    assert owned(town, CallTaskKind.EMERGENCY) is None
    colleague_id = a_colleague(town)
    taken(town, by=colleague_id)
    assert owned(town, CallTaskKind.EMERGENCY) == colleague_id


@pytest.mark.parametrize("who", ["whoever left it lying", "a colleague"])
def test_a_call_for_help_is_taken_only_from_whoever_left_it_lying(town, who):
    help_is_asked(town)
    taken(town)
    colleague_id = a_colleague(town)
    rings_id = colleague_id if who == "a colleague" else town.coordinator_id
    owned(town, CallTaskKind.HELP_ASKED, by=rings_id)
    assert alert_after(town, 31 * MINUTE).status is AlertStatus.RAISED
    expected = colleague_id if who == "a colleague" else None
    assert owned(town, CallTaskKind.HELP_ASKED) == expected


def has_a_telephone(town, person_id):
    with town.database.writing(town.scope) as session:
        a_contact_point(session, session.get_one(Person, person_id))


def test_the_others_hear_each_time_who_has_it(town):
    second_id, other_id = a_colleague(town), a_colleague(town)
    for each in (second_id, other_id):
        has_a_telephone(town, each)
    help_is_asked(town)
    town.work()
    taken(town)
    town.work(2 * MINUTE)
    alert_after(town, 31 * MINUTE)
    town.work()
    taken(town, by=second_id)
    assert told(town, other_id) == ["alert_help", "alert_taken"] * 2
    assert told(town, second_id) == ["alert_help", "alert_taken", "alert_help"]
    assert told(town, town.coordinator_id)[-1] == "alert_taken"


@pytest.mark.parametrize("rows", [("FROM call_tasks", "FOR "), ("UPDATE messages", "")])
def test_a_good_answer_and_whoever_takes_the_silence_do_not_wait_for_each_other(town, rows):
    silence_is_taken(town)
    emergency_is_owed(town)
    alert_after(town, 16 * MINUTE)
    both = Barrier(2)

    def meet(_connection, _cursor, statement, *_):
        if all(part in statement for part in rows):
            with contextlib.suppress(BrokenBarrierError):
                both.wait(SOON)

    def answers():
        with town.database.writing(town.scope) as session:
            event.listen(session.connection(), "after_cursor_execute", meet)
            said = {"from_person_id": town.resident_id, "by": BY, "now": town.clock()}
            slot = slot_by_id(session, town.slot.id)
            record_reply(session, slot=slot, meaning=ReplyMeaning.FINE, **said)

    def takes():
        with town.database.writing(town.scope) as session:
            event.listen(session.connection(), "before_cursor_execute", meet)
            alert_id, taker_id = town.alerts[0].id, town.coordinator_id
            said = {"taker_id": taker_id, "by": BY, "now": town.clock()}
            acknowledge_alert(session, alert_id=alert_id, **said)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(answers), pool.submit(takes)]:
            done.result()
    assert town.alerts[0].status is AlertStatus.RESOLVED
    assert call_of(town, CallTaskKind.EMERGENCY).status is CallTaskStatus.CANCELLED
