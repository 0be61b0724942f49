"""A telephone that answers every text by itself: one alarm, one answer, and no end of neither."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.alerts import AlertKind
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import AlertStatus
from hopecare.domain.replies import ReplyMeaning
from hopecare.services.end_review import end_review
from models import Alert, InboundMessage
from tests.jobs.conftest import BY
from tests.jobs.test_whose_answer import write

BY_ITSELF = "I'm driving. In an emergency call 911"


@pytest.fixture
def channel_profile():
    return "two-way"


def asked_help(town):
    return [each for each in town.alerts if each.kind is AlertKind.HELP_ASKED]


def reviews_owed(town):
    return [each for each in town.call_tasks if each.kind is CallTaskKind.REVIEW_REPLY]


def test_the_same_words_over_and_over_are_one_alarm_and_one_answer(town):
    town.work(timedelta(hours=20))
    before = len(town.texts_to(town.resident_id))
    for number in range(12):
        write(town, town.resident_id, BY_ITSELF, sid=f"s{number}")
        town.work(timedelta(seconds=20))
    assert len(town.texts_to(town.resident_id)) == before + 1
    assert len(asked_help(town)) == 1
    with town.database.reading(town.scope) as session:
        unread = session.scalars(select(InboundMessage.needs_review)).all()
    assert unread == [True] * 12


def test_other_words_each_time_are_one_alarm_one_call_and_one_answer(town):
    town.work(timedelta(hours=20))
    before = len(town.texts_to(town.resident_id))
    for number in range(12):
        write(
            town, town.resident_id, f"({number}) 운전 중입니다. 급하면 119 도움", sid=f"s{number}"
        )
        town.work(timedelta(seconds=20))
    assert {each.meaning for each in town.rows(InboundMessage)} == {ReplyMeaning.HELP}
    assert len(town.texts_to(town.resident_id)) == before + 1
    assert len(asked_help(town)) == 1
    assert len(reviews_owed(town)) == 1
    assert [each.needs_review for each in town.rows(InboundMessage)] == [True] * 12


def take_up(town):
    (alert,) = asked_help(town)
    with town.database.writing(town.scope) as session:
        mine = session.get_one(Alert, alert.id)
        mine.status, mine.acknowledged_at = AlertStatus.ACKNOWLEDGED, town.clock()


def read_it(town):
    first = town.rows(InboundMessage)[0]
    with town.database.writing(town.scope) as session:
        end_review(session, row=session.get_one(InboundMessage, first.id), by=BY, now=town.clock())


def test_a_worker_whose_clock_is_slow_costs_nobody_their_alarm(town):
    town.work(timedelta(hours=20))
    for number, later in enumerate((timedelta(0), -timedelta(minutes=2), timedelta(minutes=9))):
        town.clock.advance(later)
        write(town, town.resident_id, "HELP", sid=f"s{number}")
        with town.database.writing(town.scope) as session:
            for each in session.scalars(select(Alert)):
                each.status = AlertStatus.ACKNOWLEDGED
    assert len(asked_help(town)) == 3


@pytest.mark.parametrize("somebody", [take_up, read_it])
def test_after_a_person_has_seen_it_the_next_is_alarmed_and_answered_anew(town, somebody):
    town.work(timedelta(hours=20))
    before = len(town.texts_to(town.resident_id))
    write(town, town.resident_id, "HELP", sid="a")
    town.work(timedelta(minutes=1))
    somebody(town)
    town.work(timedelta(minutes=1))
    write(town, town.resident_id, "HELP", sid="b")
    town.work()
    assert len(asked_help(town)) == 2
    assert len(town.texts_to(town.resident_id)) == before + 2


def test_after_an_hour_without_a_reader_it_is_alarmed_and_answered_again(town):
    town.work(timedelta(hours=20))
    before = len(town.texts_to(town.resident_id))
    for number in range(4):
        write(town, town.resident_id, f"HELP {number}", sid=f"s{number}")
        town.work(timedelta(minutes=25))
    assert len(asked_help(town)) == 2
    assert len(town.texts_to(town.resident_id)) == before + 2
