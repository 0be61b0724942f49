"""What was taken up and then left lying is told again."""

from __future__ import annotations

from datetime import timedelta

from hopecare.domain.alerts import AlertKind
from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import AlertStatus, SlotStatus
from hopecare.domain.replies import ReplyMeaning
from hopecare.jobs.watch_calls import watch_calls
from hopecare.queries.check_ins import slot_by_id
from hopecare.services.acknowledge_alert import acknowledge_alert
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.owe_emergency_call import owe_emergency_call
from hopecare.services.record_reply import record_reply
from models import Alert
from tests.jobs.conftest import BY

MINUTE = timedelta(minutes=1)
AT_TEN_PAST = timedelta(minutes=10)


def help_is_asked(town):
    town.work(AT_TEN_PAST)
    with town.database.writing(town.scope) as session:
        slot = slot_by_id(session, town.slot.id)
        record_reply(
            session,
            slot=slot,
            meaning=ReplyMeaning.HELP,
            from_person_id=town.resident_id,
            by=BY,
            now=town.clock(),
        )


def taken(town):
    (alert,) = town.alerts
    with town.database.writing(town.scope) as session:
        acknowledge_alert(
            session, alert_id=alert.id, by=BY, taker_id=town.coordinator_id, now=town.clock()
        )


def overdue(town, after=timedelta(0)):
    town.clock.advance(after)
    watch_calls(town.tools)
    return [each for each in town.alerts if each.kind is AlertKind.CALL_OVERDUE]


def test_a_call_for_help_somebody_took_and_nobody_rang_for_is_told_again(town):
    help_is_asked(town)
    taken(town)
    assert overdue(town, 29 * MINUTE) == []
    (alert,) = overdue(town, 2 * MINUTE)
    assert alert.person_id == town.resident_id
    assert len(overdue(town, 60 * MINUTE)) == 1


def test_a_call_for_help_whose_alert_goes_round_still_is_not_told_twice(town):
    help_is_asked(town)
    assert overdue(town, 60 * MINUTE) == []
    taken(town)
    assert overdue(town, 14 * MINUTE) == []
    assert len(overdue(town, 2 * MINUTE)) == 1


def test_the_call_that_was_made_ends_the_alert(town):
    help_is_asked(town)
    taken(town)
    assert overdue(town, 31 * MINUTE)
    (call,) = [each for each in town.call_tasks if each.kind is CallTaskKind.HELP_ASKED]
    with town.database.writing(town.scope) as session:
        finish_call_task(
            session, task_id=call.id, outcome=CallOutcome.SPOKE, by=BY, now=town.clock()
        )
    (alert,) = overdue(town, MINUTE)
    assert alert.status is AlertStatus.RESOLVED


def test_nobody_decided_about_the_emergency_number(town):
    help_is_asked(town)
    taken(town)
    with town.database.writing(town.scope) as session:
        alert = session.get_one(Alert, town.alerts[0].id)
        slot = slot_by_id(session, town.slot.id)
        owe_emergency_call(session, slot=slot, alert=alert, by=BY, now=town.clock())
    assert overdue(town, 14 * MINUTE) == []
    assert len(overdue(town, 2 * MINUTE)) == 1


def silence_is_taken(town):
    town.work(AT_TEN_PAST)
    for _ in range(4):
        town.work(timedelta(hours=1))
    assert town.slot_status == SlotStatus.SILENT
    taken(town)


def emergency_calls(town):
    return [each for each in town.call_tasks if each.kind is CallTaskKind.EMERGENCY]


def test_a_silence_somebody_took_and_never_ended_is_a_call_and_then_told_again(town):
    silence_is_taken(town)
    assert overdue(town, 59 * MINUTE) == []
    assert emergency_calls(town) == []
    overdue(town, 2 * MINUTE)
    (call,) = emergency_calls(town)
    assert (call.person_id, call.owner_id) == (town.resident_id, town.coordinator_id)
    assert overdue(town, 14 * MINUTE) == []
    (alert,) = overdue(town, 2 * MINUTE)
    assert alert.person_id == town.resident_id
    assert len(emergency_calls(town)) == 1


def test_a_silence_that_ended_owes_nothing(town):
    silence_is_taken(town)
    with town.database.writing(town.scope) as session:
        slot = slot_by_id(session, town.slot.id)
        record_reply(
            session,
            slot=slot,
            meaning=ReplyMeaning.FINE,
            from_person_id=town.resident_id,
            by=BY,
            now=town.clock(),
        )
    assert overdue(town, 120 * MINUTE) == []
    assert emergency_calls(town) == []
