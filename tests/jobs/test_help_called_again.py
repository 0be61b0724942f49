"""A call for help after the alert of the last one ended raises a new alert, and only one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.alerts import AlertEnd, AlertKind
from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import AlertStatus, CallTaskStatus
from hopecare.domain.channels import Channel
from hopecare.domain.replies import ReplyMeaning
from hopecare.jobs.deliver import deliver
from hopecare.queries.check_ins import slot_by_id
from hopecare.services.acknowledge_alert import acknowledge_alert
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.record_keypress import record_keypress
from hopecare.services.record_reply import record_reply
from hopecare.services.resolve_alert import resolve_alert
from models import Message
from tests.jobs.conftest import BY

HELP, AT_LIMIT = ReplyMeaning.HELP, ReplyMeaning.CANNOT_ANY_MORE


@pytest.fixture
def asked(town):
    """The resident was rung and asked how they are."""
    town.work(timedelta(minutes=10))
    return town


def press(town, key, *, call):
    """Press a key in a call about the check-in."""
    with town.database.writing(town.scope) as session:
        question = session.scalars(
            select(Message).where(Message.channel == Channel.VOICE, Message.slot_id.is_not(None))
        ).first()
        record_keypress(
            session,
            message=question,
            provider="memory",
            call_sid=call,
            key=key,
            by=BY,
            now=town.clock(),
        )


def say(town, meaning):
    """Say it in another way: a helper heard it, or it was typed."""
    with town.database.writing(town.scope) as session:
        slot = slot_by_id(session, town.slot.id)
        sender = town.resident_id
        record_reply(
            session, slot=slot, meaning=meaning, from_person_id=sender, by=BY, now=town.clock()
        )


def end_alerts(town):
    with town.database.writing(town.scope) as session:
        for alert in town.alerts:
            resolve_alert(
                session, alert_id=alert.id, ended_by=AlertEnd.HELPED, by=BY, now=town.clock()
            )


def end_calls(town):
    with town.database.writing(town.scope) as session:
        for task in town.call_tasks:
            finish_call_task(
                session, task_id=task.id, outcome=CallOutcome.SPOKE, by=BY, now=town.clock()
            )


def take_alerts_up(town):
    with town.database.writing(town.scope) as session:
        for alert in town.alerts:
            acknowledge_alert(session, alert_id=alert.id, by=BY, now=town.clock())


def helps_owed(town):
    return [task for task in town.call_tasks if task.kind is CallTaskKind.HELP_ASKED]


def test_while_the_alert_is_open_a_second_call_for_help_doubles_nothing(asked):
    press(asked, "2", call="CA1")
    press(asked, "2", call="CA2")
    say(asked, HELP)

    assert [alert.kind for alert in asked.alerts] == [AlertKind.HELP_ASKED]
    assert len(helps_owed(asked)) == 1


@pytest.mark.parametrize(("key", "meaning"), [("2", HELP), ("3", AT_LIMIT)])
def test_after_it_ended_each_new_call_for_help_is_an_alert_and_a_text_of_its_own(
    asked, key, meaning
):
    press(asked, key, call="CA1")
    for again in range(2):
        deliver(asked.tools)
        end_alerts(asked)
        end_calls(asked)
        asked.clock.advance(timedelta(hours=2))
        press(asked, key, call=f"again {again}")
        say(asked, meaning)

    assert [alert.status for alert in asked.alerts] == [
        AlertStatus.RESOLVED,
        AlertStatus.RESOLVED,
        AlertStatus.RAISED,
    ]
    deliver(asked.tools)
    told = [m.alert_id for m in asked.messages if m.to_person_id == asked.coordinator_id]
    assert {alert.id for alert in asked.alerts} <= set(told)
    statuses = [task.status for task in helps_owed(asked)]
    assert statuses == [CallTaskStatus.DONE, CallTaskStatus.DONE, CallTaskStatus.OPEN]


def test_the_key_told_twice_by_the_network_raises_nothing_anew(asked):
    press(asked, "2", call="CA1")
    end_alerts(asked)
    press(asked, "2", call="CA1")

    assert len(asked.alerts) == 1


def test_a_call_that_is_still_owed_stays_the_one_that_is_owed(asked):
    press(asked, "2", call="CA1")
    end_alerts(asked)
    press(asked, "2", call="CA2")

    assert len(asked.alerts) == 2
    assert len(helps_owed(asked)) == 1


def test_a_taken_alert_stands_while_its_call_is_owed(asked):
    press(asked, "2", call="CA1")
    take_alerts_up(asked)
    press(asked, "2", call="CA2")

    assert [alert.status for alert in asked.alerts] == [AlertStatus.ACKNOWLEDGED]
    assert len(helps_owed(asked)) == 1


@pytest.mark.parametrize(("key", "meaning"), [("2", HELP), ("3", AT_LIMIT)])
def test_after_its_call_a_taken_alert_is_over_though_nobody_said_so(asked, key, meaning):
    press(asked, key, call="CA1")
    deliver(asked.tools)
    take_alerts_up(asked)
    end_calls(asked)
    asked.clock.advance(timedelta(hours=5))
    press(asked, key, call="CA2")
    say(asked, meaning)
    deliver(asked.tools)

    assert [alert.status for alert in asked.alerts] == [
        AlertStatus.ACKNOWLEDGED,
        AlertStatus.RAISED,
    ]
    told = {m.alert_id for m in asked.messages if m.to_person_id == asked.coordinator_id}
    assert {alert.id for alert in asked.alerts} <= told
    statuses = [task.status for task in helps_owed(asked)]
    assert statuses == [CallTaskStatus.DONE, CallTaskStatus.OPEN]


def test_the_newest_alert_decides_where_an_older_one_was_never_ended(asked):
    press(asked, "2", call="CA1")
    take_alerts_up(asked)
    end_calls(asked)
    asked.clock.advance(timedelta(hours=1))
    press(asked, "2", call="CA2")
    newest = asked.alerts[-1]
    with asked.database.writing(asked.scope) as session:
        end = AlertEnd.HELPED
        resolve_alert(session, alert_id=newest.id, ended_by=end, by=BY, now=asked.clock())
    asked.clock.advance(timedelta(hours=1))
    press(asked, "2", call="CA3")

    assert [alert.status for alert in asked.alerts] == [
        AlertStatus.ACKNOWLEDGED,
        AlertStatus.RESOLVED,
        AlertStatus.RAISED,
    ]
    assert len(helps_owed(asked)) == 2


@pytest.mark.parametrize(("key", "meaning"), [("2", HELP), ("3", AT_LIMIT)])
def test_after_its_call_an_alert_that_nobody_took_up_is_over_too(asked, key, meaning):
    press(asked, key, call="CA1")
    deliver(asked.tools)
    end_calls(asked)
    asked.clock.advance(timedelta(hours=5))
    press(asked, key, call="CA2")
    say(asked, meaning)
    deliver(asked.tools)

    assert [alert.status for alert in asked.alerts] == [AlertStatus.RAISED] * 2
    told = {m.alert_id for m in asked.messages if m.to_person_id == asked.coordinator_id}
    assert {alert.id for alert in asked.alerts} <= told
    statuses = [task.status for task in helps_owed(asked)]
    assert statuses == [CallTaskStatus.DONE, CallTaskStatus.OPEN]
