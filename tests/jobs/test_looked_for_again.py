"""A death written by mistake takes nobody out of sight: who was asked then is looked for anew."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.alerts import AlertEnd, AlertKind
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import AlertStatus, CallTaskStatus, SlotStatus
from hopecare.domain.replies import ReplyMeaning
from hopecare.jobs.pass_alerts_on import pass_alerts_on
from hopecare.jobs.watch_calls import watch_calls
from hopecare.queries.calls_of_check_ins import HOW_THEY_ARE
from hopecare.queries.check_ins import slot_by_id
from hopecare.services.acknowledge_alert import acknowledge_alert
from hopecare.services.end_alarm import end_alarm
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.record_death import record_death
from hopecare.services.record_reply import record_reply
from hopecare.services.undo_death import undo_death
from models import CheckInSlot
from tests.jobs.conftest import BY
from tests.jobs.test_check_ins_run import AT_TEN_PAST, press

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def after(town, later):
    town.clock.advance(later)
    pass_alerts_on(town.tools)
    watch_calls(town.tools)
    town.work()


def fall_silent(town):
    town.work(AT_TEN_PAST)
    for _ in range(8):
        after(town, HOUR / 2)
    assert town.slot_status is SlotStatus.SILENT


def mistake(town, later=10 * MINUTE):
    """A death is written down, and taken back a little later."""
    with town.database.writing(town.scope) as session:
        today = town.clock().date()
        record_death(session, person_id=town.resident_id, died_on=today, by=BY, now=town.clock())
    town.work(later)
    with town.database.writing(town.scope) as session:
        undo_death(session, person_id=town.resident_id, by=BY, now=town.clock())


def to_ring(town):
    return [
        call
        for call in town.call_tasks
        if call.kind is CallTaskKind.NOT_ASKED and call.status is CallTaskStatus.OPEN
    ]


def standing(town, kind):
    return [
        each
        for each in town.alerts
        if each.kind is kind and each.status is not AlertStatus.RESOLVED
    ]


def test_who_was_silent_is_told_of_anew_to_whoever_is_on_duty_and_rung(town):
    fall_silent(town)
    told = len(town.texts_to(town.coordinator_id))
    mistake(town)
    after(town, MINUTE)

    (alert,) = standing(town, AlertKind.SILENCE)
    assert alert.slot_id == town.slot.id
    assert any("아직 답 없음" in text for text in town.texts_to(town.coordinator_id)[told:])
    (call,) = to_ring(town)
    assert call.person_id == town.resident_id
    after(town, 15 * MINUTE)
    assert standing(town, AlertKind.CALL_OVERDUE) == [], "nobody is alerted twice at once"
    after(town, 30 * MINUTE)
    assert standing(town, AlertKind.CALL_OVERDUE)


@pytest.mark.parametrize("kind", [CallTaskKind.NOT_ASKED, CallTaskKind.EMERGENCY])
def test_a_silence_whose_call_came_back_owes_no_second_one(town, kind):
    fall_silent(town)
    owed = OwedCall(
        kind=kind,
        dedup_key=f"{kind}:of yesterday",
        due_at=town.clock() + 3 * HOUR,
        person_id=town.resident_id,
        slot_id=town.slot.id,
    )
    with town.database.writing(town.scope) as session:
        open_call_task(session, town_id=town.scope.town_id, owed=owed, by=BY, now=town.clock())
    mistake(town)

    calls = [each for each in town.call_tasks if each.kind in HOW_THEY_ARE]
    (call,) = [each for each in calls if each.status is CallTaskStatus.OPEN]
    assert (call.kind, call.dedup_key) == (kind, owed.dedup_key)
    assert call.due_at <= town.clock() + HOUR / 2, "nobody waits until the hour it had"


def test_whoever_has_the_silence_in_hands_is_not_alarmed_by_its_call_as_well(town):
    fall_silent(town)
    mistake(town)
    after(town, MINUTE)
    (alert,) = standing(town, AlertKind.SILENCE)
    with town.database.writing(town.scope) as session:
        said = {"taker_id": town.coordinator_id, "by": BY, "now": town.clock()}
        acknowledge_alert(session, alert_id=alert.id, **said)
    after(town, 45 * MINUTE)
    assert standing(town, AlertKind.CALL_OVERDUE) == []
    after(town, HOUR)
    (alert,) = standing(town, AlertKind.SILENCE)
    assert alert.status is AlertStatus.RAISED, "what is left lying goes round once more"
    assert standing(town, AlertKind.CALL_OVERDUE) == []


def test_an_all_clear_ends_the_silence_and_the_call_that_came_back(town):
    fall_silent(town)
    mistake(town)
    with town.database.writing(town.scope) as session:
        slot = session.get_one(CheckInSlot, town.slot.id)
        end_alarm(session, slot, ended_by=AlertEnd.ALL_CLEAR, by=BY, now=town.clock())
    assert standing(town, AlertKind.SILENCE) == []
    assert to_ring(town) == []


@pytest.mark.parametrize("asked_at", [AT_TEN_PAST, 5 * MINUTE])
def test_a_question_of_that_day_is_a_call_now_and_nobody_having_rung_is_told(town, asked_at):
    town.work(asked_at)
    mistake(town)
    (call,) = to_ring(town)
    assert call.due_at == town.clock()
    after(town, MINUTE)
    assert standing(town, AlertKind.CALL_OVERDUE)


def test_a_question_whose_moment_passed_meanwhile_is_a_call_now(town):
    mistake(town, later=HOUR)
    (call,) = to_ring(town)
    assert (call.slot_id, call.due_at) == (None, town.clock())


def test_who_had_answered_and_is_asked_tomorrow_is_rung_in_its_time(town):
    town.work(AT_TEN_PAST)
    press(town, "1")
    mistake(town)
    assert to_ring(town) == []


def test_who_is_looked_for_again_counts_as_silent_and_an_answer_ends_it(town):
    fall_silent(town)
    mistake(town)
    assert town.slot_status == SlotStatus.SILENT
    with town.database.writing(town.scope) as session:
        said = {"from_person_id": town.resident_id, "by": BY, "now": town.clock()}
        slot = slot_by_id(session, town.slot.id)
        record_reply(session, slot=slot, meaning=ReplyMeaning.FINE, **said)

    assert town.slot_status == SlotStatus.ANSWERED
    assert standing(town, AlertKind.SILENCE) == []
    assert to_ring(town) == []


def test_who_called_for_help_does_so_still_and_no_one_is_well_by_a_key(town):
    town.work(AT_TEN_PAST)
    press(town, "2")
    mistake(town)
    assert town.slot_status is SlotStatus.HELP_ASKED
    press(town, "1", sid="call-2")
    assert town.slot_status is SlotStatus.HELP_ASKED
    assert standing(town, AlertKind.HELP_ASKED)


def test_a_mistake_made_twice_is_one_silence(town):
    fall_silent(town)
    mistake(town)
    mistake(town)
    assert town.slot_status is SlotStatus.SILENT
    assert len(standing(town, AlertKind.SILENCE)) == 1
