"""What nobody understood of an answer to a check-in is answered once, and read by a person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import SlotStatus
from hopecare.jobs.deliver import deliver
from tests.jobs.test_yes_to_questions import AT_TEN_PAST, write


@pytest.fixture
def channel_profile():
    return "two-way"


def answers(town):
    deliver(town.tools)
    return [text for text in town.texts_to(town.resident_id) if "119" in text]


def test_nonsense_is_answered_once_for_each_question(town):
    town.work(AT_TEN_PAST)
    row = write(town, "ㅁㄴㅇㄹ", sid="a")
    (said,) = answers(town)
    assert "사람이" in said or "직원" in said or "담당" in said
    assert row.needs_review
    assert [task.kind for task in town.call_tasks] == [CallTaskKind.REVIEW_REPLY]
    assert town.slot_status is SlotStatus.WAITING, "the ladder goes on"
    write(town, "ㅋㅋㅋ", sid="b")
    assert answers(town) == [said]

    town.clock.advance(timedelta(days=1))
    town.work()
    write(town, "ㅁㄴㅇㄹ", sid="c")
    assert len(answers(town)) == 2


def test_without_an_open_question_nobody_is_answered(town):
    write(town, "ㅁㄴㅇㄹ")
    assert answers(town) == []


def test_an_answer_that_was_understood_gets_its_own_thanks_alone(town):
    town.work(AT_TEN_PAST)
    write(town, "1")
    assert answers(town) == []
