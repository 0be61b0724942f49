"""Help of every week is changed while somebody is to stand in on a day of it."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, MissedWeekStatus, NeedStatus, TaskStatus
from hopecare.domain.needs import CheckLevel, NeedRhythm
from hopecare.queries.volunteers import profile_of
from hopecare.services.answer_offer import answer_offer
from hopecare.services.change_need import change_need
from models import CallTask, Message, MissedWeek, Need, Offer, Task
from tests.factories.cases import BY, a_wish
from tests.factories.offers import YES
from tests.factories.towns import NOW
from tests.factories.volunteers import neighbours
from tests.factories.weekly import a_backup, a_missed_week, a_weekly_task

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def taken(session):
    """Somebody else goes on the Friday: the weekly task, the missed day, and who goes."""
    people = neighbours(session, 3)
    task = a_weekly_task(session, people[0])
    a_backup(session, task.need_id, people[1])
    missed = a_missed_week(session, task)
    asked = select(Offer).where(Offer.need_id == missed.cover_need_id)
    [offer] = session.scalars(asked).all()
    stand_in = answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=NOW).task
    return task, missed, stand_in


def change(session, task, **wished):
    need = session.get_one(Need, task.need_id)
    days = {"weekdays": ("tue", "fri"), "rhythm": NeedRhythm.WEEKLY} | wished
    wish = a_wish(need.kind, **days)
    change_need(session, need_id=need.id, version=need.version, wish=wish, by=BY, now=LATER)


def calls_to(session, person_id):
    owed = select(CallTask).where(
        CallTask.kind == CallTaskKind.CALL_BACK,
        CallTask.status == CallTaskStatus.OPEN,
        CallTask.person_id == person_id,
    )
    return [each.dedup_key.rpartition(":")[2] for each in session.scalars(owed)]


def test_a_day_on_which_it_falls_no_more_is_called_off_and_told(session, taken):
    task, missed, stand_in = taken
    change(session, task, weekdays=("mon",))
    assert session.get_one(MissedWeek, missed.id).status is MissedWeekStatus.CALLED_OFF
    assert session.get_one(Task, stand_in.id).status is TaskStatus.ENDED
    owed = select(CallTask).where(CallTask.dedup_key == f"missed_week:{missed.id}:called_off")
    assert session.scalars(owed).one().status is CallTaskStatus.OPEN


def test_whoever_goes_on_that_day_hears_of_the_new_hour(session, taken):
    task, missed, stand_in = taken
    change(session, task, starts_at=time(15))
    cover = session.get_one(Need, missed.cover_need_id)
    assert (cover.starts_at, cover.from_on, cover.status) == (
        time(15), missed.on_date, NeedStatus.HELPED,
    )  # fmt: skip
    told = select(Message).where(Message.to_person_id == stand_in.helper_id)
    bodies = [message.body or "" for message in session.scalars(told)]
    assert [body for body in bodies if "15시" in body or "3시" in body], bodies


def test_who_suits_no_more_on_that_day_is_rung(session, taken):
    task, missed, stand_in = taken
    profile_of(session, stand_in.helper_id).check_level = CheckLevel.BASIC
    session.flush()
    change(session, task, check_level=CheckLevel.ENHANCED)
    assert session.get_one(Need, missed.cover_need_id).check_level == CheckLevel.ENHANCED
    assert calls_to(session, stand_in.helper_id) != []
