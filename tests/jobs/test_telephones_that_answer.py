"""A telephone that answers every text by itself: one alarm, one answer, and no end of neither."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.alerts import AlertKind
from models import InboundMessage
from tests.jobs.test_whose_answer import write

BY_ITSELF = "I'm driving. In an emergency call 911"


@pytest.fixture
def channel_profile():
    return "two-way"


def asked_help(town):
    return [each for each in town.alerts if each.kind is AlertKind.HELP_ASKED]


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


def test_other_words_are_an_alarm_of_their_own(town):
    town.work(timedelta(hours=20))
    write(town, town.resident_id, BY_ITSELF, sid="a")
    write(town, town.resident_id, "HELP I fell", sid="b")
    town.work()
    assert len(asked_help(town)) == 2
