"""A day still open when the plan is changed is no second question: one answer settles both."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from hopecare.database import AllTowns
from hopecare.domain.alerts import AlertEnd
from hopecare.domain.care_path import AlertStatus, SlotStatus
from hopecare.domain.check_ins import AnswererKind
from hopecare.domain.replies import ReplyMeaning
from hopecare.queries.check_ins import slot_by_id
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from hopecare.services.record_answer import record_answer
from models import CheckInSlot
from tests.factories.people import a_phone, a_volunteer
from tests.jobs.conftest import BY
from tests.jobs.test_check_ins_run import AT_TEN_PAST, write_back


@pytest.fixture
def channel_profile():
    return "two-way"


def change_plan(town, **wished):
    """From now on it is an hour later."""
    with town.database.writing(town.scope) as session:
        wish = CheckInWish(local_time=time(11, 5), **wished)
        plan_check_ins(session, person_id=town.resident_id, wish=wish, by=BY, now=town.clock())


def silent_then_changed_then_asked(town, **wished):
    """A silent day by the old plan, and the next day's question by the new one."""
    town.work(AT_TEN_PAST)
    town.work(timedelta(minutes=31))
    town.work(timedelta(hours=2))
    town.work()
    assert town.slot_status == SlotStatus.SILENT
    change_plan(town, **wished)
    town.work(timedelta(hours=23))
    old, new = days(town)
    assert (old.status, new.status) == (SlotStatus.SILENT, SlotStatus.WAITING)


def days(town):
    return sorted(town.rows(CheckInSlot), key=lambda slot: slot.due_at)


def are_all_answered(town):
    return {slot.status for slot in days(town)} == {SlotStatus.ANSWERED}


def test_one_text_settles_the_days_of_both_plans_and_ends_the_alert(town):
    silent_then_changed_then_asked(town)

    row = write_back(town, "1")

    assert not row.needs_review
    assert are_all_answered(town)
    (alert,) = town.alerts
    assert (alert.status, alert.ended_by) == (AlertStatus.RESOLVED, AlertEnd.ALL_CLEAR)


def test_so_does_what_they_told_somebody_of_us(town):
    silent_then_changed_then_asked(town)

    with town.database.writing(AllTowns()) as session:
        record_answer(
            session,
            slot=slot_by_id(session, days(town)[-1].id),
            meaning=ReplyMeaning.FINE,
            from_person_id=None,
            by=BY,
            now=town.clock(),
        )

    assert are_all_answered(town)


def test_where_by_the_new_plan_only_anothers_answer_counts_nothing_is_guessed(town):
    with town.database.writing(town.scope) as session:
        carer = a_volunteer(session, name="한빛", phone=a_phone())
    silent_then_changed_then_asked(town, asked_person_id=carer.id, answer_of=AnswererKind.CARER)

    row = write_back(town, "1")

    assert row.needs_review
    assert [slot.status for slot in days(town)] == [SlotStatus.SILENT, SlotStatus.WAITING]
