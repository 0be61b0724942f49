"""A key settles what the same answer by text does: this day and the older ones still open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.database import AllTowns
from hopecare.domain.alerts import AlertEnd, AlertKind
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import AlertStatus, SlotStatus
from hopecare.domain.replies import ReplyMeaning
from hopecare.queries.check_ins import slot_by_id
from hopecare.services.clear_check_in import clear_check_in
from hopecare.services.record_answer import record_answer
from hopecare.services.record_reply import record_reply
from models import CheckInSlot
from tests.jobs.conftest import BY
from tests.jobs.test_check_ins_run import AT_TEN_PAST, press, write_back


def silent_then_asked(town):
    """A silent day with its alert, and the next day's question."""
    town.work(AT_TEN_PAST)
    town.work(timedelta(minutes=31))
    town.work(timedelta(hours=2))
    town.work()
    town.work(timedelta(hours=22))
    assert days(town) == [SlotStatus.SILENT, SlotStatus.WAITING]


def days(town):
    return [each.status for each in sorted(town.rows(CheckInSlot), key=lambda one: one.due_at)]


def test_a_key_settles_the_silent_day_before_and_the_alarmed_hear_so(town):
    silent_then_asked(town)
    told = len(town.texts_to(town.coordinator_id))

    press(town, "1")
    town.work()

    assert days(town) == [SlotStatus.ANSWERED] * 2
    (alert,) = town.alerts
    assert (alert.status, alert.ended_by) == (AlertStatus.RESOLVED, AlertEnd.ALL_CLEAR)
    (news,) = town.texts_to(town.coordinator_id)[told:]
    assert "무사 확인" in news


def test_a_day_on_which_nobody_could_ask_is_no_later_keys_to_settle(town):
    silent_then_asked(town)
    with town.database.writing(AllTowns()) as session:
        older = session.scalars(select(CheckInSlot).order_by(CheckInSlot.due_at).limit(1)).one()
        older.status, older.asked_at = SlotStatus.NOT_ASKED, None

    press(town, "1")

    assert days(town) == [SlotStatus.NOT_ASKED, SlotStatus.ANSWERED]


def test_a_key_pressed_in_the_call_of_an_older_day_leaves_the_newer_one_open(town):
    silent_then_asked(town)
    town.calls.sent.append(town.calls.sent[0])

    press(town, "1")

    assert days(town) == [SlotStatus.ANSWERED, SlotStatus.WAITING]


def help_alerts(town):
    return [each for each in town.alerts if each.kind is AlertKind.HELP_ASKED]


def help_calls(town):
    return [each for each in town.call_tasks if each.kind is CallTaskKind.HELP_ASKED]


def test_one_call_for_help_is_one_alert_and_one_call_however_many_days_it_answers(town):
    silent_then_asked(town)

    press(town, "2")

    assert days(town) == [SlotStatus.HELP_ASKED] * 2
    newest = max(town.rows(CheckInSlot), key=lambda one: one.due_at)
    assert [each.slot_id for each in help_alerts(town)] == [newest.id]
    assert [each.slot_id for each in help_calls(town)] == [newest.id]


@pytest.mark.parametrize("channel_profile", ["two-way"])
def test_by_a_text_as_well(town):
    silent_then_asked(town)

    write_back(town, "2")

    assert days(town) == [SlotStatus.HELP_ASKED] * 2
    assert len(help_alerts(town)) == len(help_calls(town)) == 1


def test_once_it_has_ended_no_day_of_it_stays_open(town):
    silent_then_asked(town)
    press(town, "2")
    (alert,) = help_alerts(town)

    with town.database.writing(town.scope) as session:
        slot = slot_by_id(session, alert.slot_id)
        end = AlertEnd.HELPED
        clear_check_in(session, slot=slot, ended_by=end, by=BY, now=town.clock())

    assert days(town) == [SlotStatus.KNOWN] * 2
    assert {each.status for each in town.alerts} == {AlertStatus.RESOLVED}


def test_the_same_cry_at_an_older_question_joins_it_while_its_call_is_owed(town):
    silent_then_asked(town)
    press(town, "2")

    answer_older(town)
    assert len(help_alerts(town)) == len(help_calls(town)) == 1

    town.clock.advance(timedelta(hours=2))
    answer_older(town)
    assert len(help_alerts(town)) == len(help_calls(town)) == 2


def answer_older(town):
    older = min(town.rows(CheckInSlot), key=lambda one: one.due_at)
    with town.database.writing(town.scope) as session:
        record_answer(
            session,
            slot=slot_by_id(session, older.id),
            meaning=ReplyMeaning.HELP,
            from_person_id=town.resident_id,
            by=BY,
            now=town.clock(),
        )


def test_a_carer_who_cries_for_help_too_is_rung_as_well(town):
    silent_then_asked(town)
    press(town, "2")
    older = min(town.rows(CheckInSlot), key=lambda one: one.due_at)

    with town.database.writing(town.scope) as session:
        record_reply(
            session,
            slot=slot_by_id(session, older.id),
            meaning=ReplyMeaning.HELP,
            from_person_id=town.coordinator_id,
            by=BY,
            now=town.clock(),
        )

    assert {each.person_id for each in help_calls(town)} == {town.resident_id, town.coordinator_id}
