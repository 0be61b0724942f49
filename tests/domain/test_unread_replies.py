"""Unread words wake somebody only where they may be about somebody's safety."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.unread_replies import SOON, Writer, may_be_about_safety, read_by

PLAIN = Writer(are_volunteers=True, stands_beside=False, is_asked=False)
NIGHT = datetime(2026, 11, 23, 13, tzinfo=UTC)
MORNING = NIGHT + timedelta(hours=10)


def test_a_plain_volunteers_remark_is_not():
    assert not may_be_about_safety(PLAIN, ReplyMeaning.UNCLEAR, "내일 봬요")


def test_a_call_may_be_whoever_rang_for_nobody_knows_what_it_says():
    assert may_be_about_safety(PLAIN, ReplyMeaning.UNCLEAR, None)


@pytest.mark.parametrize(
    "writer",
    [
        replace(PLAIN, are_volunteers=False),
        replace(PLAIN, stands_beside=True),
        replace(PLAIN, is_asked=True),
    ],
)
def test_whoever_else_wrote_it_may_be(writer):
    assert may_be_about_safety(writer, ReplyMeaning.UNCLEAR, "내일 봬요")


@pytest.mark.parametrize(
    ("meaning", "body"),
    [
        (ReplyMeaning.HELP, "살려주세요"),
        (ReplyMeaning.CANNOT_ANY_MORE, "3"),
        (ReplyMeaning.UNCLEAR, "대답이 없으세요"),
        (ReplyMeaning.UNCLEAR, "Nobody opens the door"),
    ],
)
def test_distress_and_a_shut_door_are_heard_from_anybody(meaning, body):
    assert may_be_about_safety(PLAIN, meaning, body)


@pytest.mark.parametrize(
    ("morning", "about_safety", "by"),
    [
        (None, False, NIGHT + SOON),
        (MORNING, True, NIGHT + SOON),
        (MORNING, False, MORNING + SOON),
    ],
)
def test_the_rest_has_its_half_hour_in_the_morning(morning, about_safety, by):
    assert read_by(now=NIGHT, morning=morning, about_safety=about_safety) == by
