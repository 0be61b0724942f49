"""A key settles what the same answer by text does: this day and the older ones still open."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from hopecare.database import AllTowns
from hopecare.domain.alerts import AlertEnd
from hopecare.domain.care_path import AlertStatus, SlotStatus
from models import CheckInSlot
from tests.jobs.test_check_ins_run import AT_TEN_PAST, press


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
