"""A yes or a no to what a check-in asks: only beside its question, and never guessed at."""

from __future__ import annotations

import pytest

from hopecare.domain.check_ins import QuestionCode
from hopecare.domain.question_words import answer_to
from hopecare.domain.replies import ReplyMeaning

MEALS, MEDICINE, WARMTH = QuestionCode.MEALS, QuestionCode.MEDICINE, QuestionCode.WARMTH
YES_OR_NO = (MEALS, MEDICINE, WARMTH)


@pytest.mark.parametrize("question", YES_OR_NO)
@pytest.mark.parametrize("body", ["네", "네.", "네 네", "예", "응", "Yes", "yes please", "YEAH!"])
def test_a_yes_is_well(question, body):
    assert answer_to(question, body) is ReplyMeaning.FINE


@pytest.mark.parametrize("question", YES_OR_NO)
@pytest.mark.parametrize("body", ["아니요", "아니오", "아뇨", "아니에요", "No", "no thanks"])
def test_a_no_is_a_call(question, body):
    assert answer_to(question, body) is ReplyMeaning.HELP


WELL = [
    (MEALS, "먹었어요"),
    (MEALS, "네 먹었습니다"),
    (MEALS, "오늘 밥 잘 먹었어요"),
    (MEALS, "네, 식사 했어요"),
    (MEALS, "I did"),
    (MEALS, "Yes, I have eaten today"),
    (MEDICINE, "먹었어요"),
    (MEDICINE, "약 먹었습니다"),
    (MEDICINE, "했어요"),
    (MEDICINE, "yes I took it"),
    (WARMTH, "따뜻해요"),
    (WARMTH, "네 안 추워요"),
    (WARMTH, "It's comfortable"),
]
CALLS = [
    (MEALS, "안 먹었어요"),
    (MEALS, "아직"),
    (MEALS, "네, 아직 못 먹었어요"),
    (MEALS, "밥은 아직 안 먹었어요"),
    (MEALS, "아니요 안 먹었습니다"),
    (MEALS, "not yet"),
    (MEALS, "No, I haven't eaten yet"),
    (MEDICINE, "못 먹었어요"),
    (MEDICINE, "오늘은 아직이요"),
    (MEDICINE, "I didn\u2019t"),
    (WARMTH, "추워요"),
    (WARMTH, "네 너무 더워요"),
    (WARMTH, "it's too cold"),
]


@pytest.mark.parametrize(("question", "body"), WELL)
def test_what_they_did_is_well(question, body):
    assert answer_to(question, body) is ReplyMeaning.FINE


@pytest.mark.parametrize(("question", "body"), CALLS)
def test_what_they_did_not_is_a_call(question, body):
    assert answer_to(question, body) is ReplyMeaning.HELP


@pytest.mark.parametrize(
    ("question", "body"),
    [
        *((QuestionCode.WELLBEING, body) for body in ("네", "Yes", "아니요", "먹었어요")),
        (MEALS, "네?"),
        (MEALS, "yes？"),
        (MEALS, "할게요"),
        (MEALS, "먹을게요"),
        (MEALS, "아니요 먹었어요"),
        (MEALS, "약 먹었어요"),
        (MEALS, "추워요"),
        (MEDICINE, "밥 먹었어요"),
        (MEDICINE, "네 내일 갈게요"),
        (MEDICINE, "not today"),
        (WARMTH, "먹었어요"),
        (WARMTH, "아니요 안 추워요"),
        (MEALS, "yes and no"),
        (MEALS, "yesterday"),
        (MEALS, ""),
        (MEALS, "감사합니다"),
    ],
)
def test_anything_else_stays_for_a_person(question, body):
    assert answer_to(question, body) is None
