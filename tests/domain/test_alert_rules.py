"""When staff are told of an alert, what an answer means, and what no town may put off."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from hopecare.domain.alert_answers import (
    AlertAnswer,
    AlertResult,
    read_alert_answer,
    result_for,
)
from hopecare.domain.alert_rules import CANNOT_WAIT, AlertRule, Telling, had_time_to_read, telling
from hopecare.domain.alerts import AlertKind
from hopecare.domain.care_path import AlertStatus
from hopecare.domain.town_settings import SETTINGS, alert_key, faults_of
from tests.factories.towns import NOW

ME, OTHER = UUID(int=1), UUID(int=2)
SOUND = {
    "text_by_day": True,
    "text_by_night": True,
    "rung": False,
    "pass_on_after_minutes": 15,
}


def rule(*, by_day=True, by_night=True, is_rung=True):
    return AlertRule(
        by_day=by_day,
        by_night=by_night,
        is_rung=is_rung,
        ring_after=timedelta(minutes=5),
        pass_on_after=timedelta(minutes=15),
    )


@pytest.mark.parametrize(
    ("by_day", "by_night", "is_night", "when"),
    [
        (True, True, False, Telling.AT_ONCE),
        (True, True, True, Telling.AT_ONCE),
        (True, False, False, Telling.AT_ONCE),
        (True, False, True, Telling.IN_THE_MORNING),
        (False, False, False, Telling.IN_DIGEST),
        (False, False, True, Telling.IN_DIGEST),
        (False, True, False, Telling.IN_DIGEST),
        (False, True, True, Telling.AT_ONCE),
    ],
)
def test_day_and_night_have_their_own_rule(by_day, by_night, is_night, when):
    assert telling(rule(by_day=by_day, by_night=by_night), is_night=is_night) is when


def test_a_call_waits_until_the_text_could_be_read():
    four, five = NOW - timedelta(minutes=4), NOW - timedelta(minutes=5)
    assert not had_time_to_read(rule(), told_at=four, now=NOW)
    assert had_time_to_read(rule(), told_at=five, now=NOW)


@pytest.mark.parametrize("kind", list(AlertKind))
@pytest.mark.parametrize("part", ["text_by_day", "text_by_night"])
def test_what_cannot_wait_is_never_put_off(kind, part):
    faults = {part: ["cannot_wait"]} if kind in CANNOT_WAIT else {}
    assert faults_of(SETTINGS[alert_key(kind)], SOUND | {part: False}) == faults
    assert faults_of(SETTINGS[alert_key(kind)], SOUND) == {}


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ("1", AlertAnswer.TAKE),
        (" 1. ", AlertAnswer.TAKE),
        ("1번", AlertAnswer.TAKE),
        ("Yes!", AlertAnswer.TAKE),
        ("네 000000TH", AlertAnswer.TAKE),
        ("2", AlertAnswer.PASS_ON),
        ("아니요", AlertAnswer.PASS_ON),
        ("2번요", AlertAnswer.PASS_ON),
        ("못 가요", AlertAnswer.PASS_ON),
        ("죄송합니다 지금은 못 갑니다.", AlertAnswer.PASS_ON),
        ("Sorry, I can't go", AlertAnswer.PASS_ON),
        ("I cannot", AlertAnswer.PASS_ON),
        ("1번이요", AlertAnswer.TAKE),
        ("네 제가 갈게요", AlertAnswer.TAKE),
        ("네, 제가갈게요!", AlertAnswer.TAKE),
        ("제가 할게요", AlertAnswer.TAKE),
        ("알겠습니다 지금 바로 가겠습니다 000000TH", AlertAnswer.TAKE),
        ("On my way", AlertAnswer.TAKE),
        ("got it, thanks", AlertAnswer.TAKE),
        ("ok I\u2019ll go", AlertAnswer.TAKE),
        ("ACK", AlertAnswer.TAKE),
        ("1 2", None),
        ("1 못 가요", None),
        ("네 못 가요", None),
        ("yes no", None),
        ("ok, but I cannot go", None),
        ("I'll go if nobody else can", None),
        ("제가 갈게요 못 가면 연락할게요", None),
        ("안 갈게요", None),
        ("not going", None),
        ("네?", None),
        ("on my way？", None),
        ("ok", None),
        ("알겠습니다", None),
        ("I'll help", None),
        ("도와주세요", None),
        ("help", None),
        ("11", None),
        ("", None),
    ],
)
def test_only_whole_known_words_are_an_answer(body, answer):
    code = "0000000" + "0"
    assert read_alert_answer(body.replace("000000TH", code)) is answer


@pytest.mark.parametrize(
    ("status", "taker_id", "result"),
    [
        (AlertStatus.ACKNOWLEDGED, ME, AlertResult.YOURS),
        (AlertStatus.ACKNOWLEDGED, OTHER, AlertResult.TAKEN),
        (AlertStatus.ACKNOWLEDGED, None, AlertResult.TAKEN),
        (AlertStatus.RESOLVED, ME, AlertResult.ENDED),
    ],
)
def test_the_answer_back_is_true(status, taker_id, result):
    assert result_for(status, taker_id=taker_id, person_id=ME) is result
