"""A plain wish for no more texts is heard, and nothing that only has its words."""

from __future__ import annotations

import pytest

from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.reply_words import read_reply

WISHES = [
    "그만 좀 보내세요", "제발 그만 보내세요", "이제 그만 보내세요", "문자 하지 마세요",
    "문자 그만 해주세요", "전화하지 마세요", "이제 연락하지 마세요", "중지 요청", "중지 요청합니다",
    "앞으로 문자 보내지 마세요", "더 이상 연락하지 말아 주세요", "저한테 문자 보내지 마요",
    "안부 문자 중단 부탁드립니다", "문자 그만 보내 주시면 좋겠어요",
    "remove me from list", "Remove me from your list please", "no more", "No more, thanks",
    "no more messages please", "take me off the list", "please stop texting me now",
    "I don't want any more texts", "do not contact me again", "stop sending me these messages",
]  # fmt: skip
OTHERS = [
    "그만 쉬고 싶어요 괜찮아요", "no more pain today, fine", "문자 그만 보내지 마세요",
    "중지하지 마세요", "오늘은 전화하지 마세요", "전화 안 받아요", "전화 그만 끊을게요",
    "전화하지 말고 문자 주세요", "걱정하지 마세요", "하지 마세요", "문자 안 보냈어요",
    "전화하지 마세요 제가 갈게요", "버스 운행 중단됐어요", "연락 중단된 지 오래됐어요",
    "no more than two texts", "don't stop", "no more snow here", "stop by on Friday",
    "remove me and I will be sad", "I have no more food", "take me to the market",
]  # fmt: skip


@pytest.mark.parametrize("body", WISHES)
def test_a_plain_wish_for_no_more_texts_is_heard(body):
    assert read_reply(body).meaning is ReplyMeaning.STOP


@pytest.mark.parametrize("body", OTHERS)
def test_what_only_has_its_words_is_no_wish(body):
    assert read_reply(body).meaning is not ReplyMeaning.STOP


@pytest.mark.parametrize("body", ["그만 보내세요 살려주세요", "no more, he hit me", "그만 때려요"])
def test_a_call_for_help_beside_it_is_what_counts(body):
    assert read_reply(body).meaning is ReplyMeaning.HELP
