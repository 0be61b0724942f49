"""What somebody who was asked to look in writes back, and what it is taken for."""

from __future__ import annotations

import pytest

from hopecare.domain.look_ins import LookInAnswer, read_look_in_answer, says_more_than_a_sign

GOING, CANNOT, FOUND_WELL, NEEDS_HELP = LookInAnswer

WRITTEN = {
    GOING: [
        "1", "１", "1.", "1번", "1번이요", "1 갈게요", "네", "네 갈게요", "지금 갈게요", "갈게요",
        "가고 있어요", "제가 지금 가요", "going", "I'm going", "on my way", "yes, on my way", "OMW",
        "ok I will go now", "1 십 분 뒤 도착해요",
    ],
    CANNOT: [
        "2", "2번", "2번이요", "2 못 가요", "2 지금 멀리 있어요", "못 가요", "죄송하지만 못 갑니다",
        "아니요", "no", "sorry I can't", "I cannot go", "no sorry",
    ],
    FOUND_WELL: [
        "3", "3번이요", "3 괜찮으세요", "괜찮으세요", "3 she is fine", "she is fine", "fine thanks",
        "무사해요", "네 괜찮으세요", "잘 계세요", "3 안방에 주무시고 계셨어요",
    ],
    NEEDS_HELP: [
        "4", "④", "4.", "4번", "4번이요", "4 문이 안 열려요", "4 nobody opens", "4?",
        "대답이 없어요", "대답이 없으세요", "인기척이 없어요", "아무도 없어요", "문을 안 열어요",
        "문이 잠겨 있어요", "문이 안 열려요", "안 계세요", "nobody opens", "No one answers",
        "no answer at the door", "door is locked", "the door is still locked", "She doesn't open",
        "not answering", "쓰러져 계세요", "의식이 없으세요", "she is unconscious", "숨을 안 쉬어요",
        "help", "1 갔는데 대답이 없어요", "3 아니 쓰러져 계세요",
    ],
    None: [
        "", "1 2", "3 4", "1?", "괜찮으세요?", "1 못 가요", "1 but I cannot go before ten",
        "지금 버스 안이에요", "12", "5", "14", "네 그런데 오늘은 좀 그래요", "문이 열려 있어요",
        "which house?", "10분 뒤 갈게요", "she will be fine", "ok", "감사합니다",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("body", "answer"), [(body, answer) for answer, said in WRITTEN.items() for body in said]
)
def test_an_answer_from_the_door_is_understood_or_read_by_a_person(body, answer):
    assert read_look_in_answer(body) is answer


@pytest.mark.parametrize("body", ["4", "4번이요", "네 갈게요", "sorry I can't", "fine thanks"])
def test_what_says_no_more_than_the_answer_needs_no_reader(body):
    assert not says_more_than_a_sign(body)


@pytest.mark.parametrize("body", ["4 문이 안 열려요", "nobody opens", "3 약을 안 드셨어요"])
def test_what_says_more_is_read_as_well(body):
    assert says_more_than_a_sign(body)
