"""A day was missed and whoever missed it has left: the successor, and the resident, hear of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import (
    CallTaskStatus,
    MessageStatus,
    MissedWeekStatus,
    OfferStatus,
)
from hopecare.domain.delivery import MessageKind
from hopecare.queries.own_weekly import days_to_miss, weekly_view
from hopecare.services.answer_offer import answer_offer
from hopecare.services.hand_back_task import hand_back_task
from hopecare.services.say_missed_week import say_missed_week
from hopecare.services.settle_missed_week import settle_missed_week
from models import CallTask, Message, MissedWeek, Need, Offer, Task
from tests.factories.cases import BY
from tests.factories.offers import YES, an_offer
from tests.factories.towns import NOW, TODAY
from tests.factories.volunteers import neighbours
from tests.factories.weekly import DAY, EVENING, a_backup, a_missed_week, a_weekly_task

HOUR = timedelta(hours=1)


@pytest.fixture
def people(session):
    return neighbours(session, 6)


def calls(session):
    owed = select(CallTask).where(CallTask.status == CallTaskStatus.OPEN)
    return [(each.kind, each.dedup_key.rpartition(":")[2]) for each in session.scalars(owed)]


def follow(session, task, successor, *, now):
    """The helper hands it back, and somebody says yes."""
    hand_back_task(session, task_id=task.id, reason=None, by=BY, now=now)
    need = session.get_one(Need, task.need_id)
    asked = select(Offer).where(
        Offer.need_id == need.id,
        Offer.helper_id == successor.id,
        Offer.status == OfferStatus.STANDING,
    )
    offer = session.scalars(asked).first() or an_offer(session, need, successor, now=now)
    return answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=now + HOUR).task


def test_who_was_told_that_nobody_comes_hears_that_the_successor_does(session, people):
    task = a_weekly_task(session, people[0])
    missed = a_missed_week(session, task)
    settle_missed_week(session, missed_id=missed.id, by=BY, now=EVENING)
    key = f"missed_week:{missed.id}:nobody"
    [text] = session.scalars(select(Message).where(Message.dedup_key == key)).all()
    text.status = MessageStatus.DELIVERED
    follow(session, task, people[3], now=EVENING + HOUR)
    assert session.get_one(MissedWeek, missed.id).status is MissedWeekStatus.CALLED_OFF
    assert calls(session) == [(CallTaskKind.CALL_BACK, "after_all")]


def test_a_successor_hears_and_sees_on_which_day_somebody_else_goes(session, people):
    task = a_weekly_task(session, people[0])
    a_backup(session, task.need_id, people[1])
    missed = a_missed_week(session, task)
    asked = select(Offer).where(Offer.need_id == missed.cover_need_id)
    [offer] = session.scalars(asked).all()
    answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=NOW + HOUR)
    successor = follow(session, task, people[3], now=NOW + 2 * HOUR)
    told = select(Message).where(
        Message.kind == MessageKind.NOTICE, Message.to_person_id == people[3].id
    )
    bodies = [message.body or "" for message in session.scalars(told)]
    assert [body for body in bodies if people[1].called in body and "11월 27일" in body]
    held = session.get_one(Task, successor.id)
    assert [each.id for each in weekly_view(session, held, today=TODAY).missed] == [missed.id]
    assert DAY not in days_to_miss(session, held, today=TODAY)
    again = say_missed_week(
        session, task_id=held.id, on_date=DAY, reason=None, by=BY, now=NOW + 4 * HOUR
    )
    assert again.id == missed.id
