"""What tells that somebody may be in trouble is read soon; an everyday remark waits."""

from __future__ import annotations

import pytest

from hopecare.domain.look_ins import LookInAnswer, read_look_in_answer
from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.reply_words import read_reply
from hopecare.domain.unread_replies import Writer, may_be_about_safety

PLAIN = Writer(are_volunteers=True, stands_beside=False, is_asked=False)
WORRIES = [
    "she doesn't pick up", "He does not pick up the phone", "Mrs Kim isn't answering her phone",
    "nobody picks up", "she never answered today", "I can't reach her", "could not get hold of him",
    "I haven't seen her for days", "not heard from him since Monday", "no sign of her",
    "his phone is off", "it goes to voicemail", "her mail is piling up", "she has gone missing",
    "전화를 안 받아요", "할머니가 전화 안 받으세요", "전화를 받지 않으세요", "연락이 안 돼요",
    "통화가 계속 안 되네요", "연락이 두절됐어요", "핸드폰이 꺼져 있어요", "이틀째 안 보이세요",
    "며칠 동안 못 뵀어요",
    "통 안 보이시네요", "신문이 문 앞에 쌓여 있어요", "어머니가 사라지셨어요",
    "it is freezing in here", "It's so cold in her house", "the flat is freezing",
    "she is freezing", "no heating since yesterday", "the boiler is broken", "they have no food",
    "she has not eaten", "the power is out", "out of insulin",
    "집이 너무 추워요", "방이 냉골이에요", "여기 너무 추워요", "보일러가 고장났어요",
    "난방이 안 돼요", "물이 안 나와요", "전기가 끊겼어요", "먹을 게 없어요", "약이 다 떨어졌어요",
    "며칠째 굶고 계세요", "식사를 못 하세요",
    "할머니가 돌아가셨어요", "집에서 돌아가셨어요",
    "he passed away", "she has died", "I found him dead",
    "걱정돼요", "좀 걱정이 되네요", "뭔가 이상해요", "이상한 냄새가 나요", "비명 소리가 들려요",
    "I am worried about her", "something is wrong next door", "there is a strange smell",
]  # fmt: skip
REMARKS = [
    "내일 봬요", "it is freezing today", "so cold outside", "오늘 정말 춥네요", "날씨가 추워졌어요",
    "날이 많이 추워요", "전화 못 받아서 죄송해요", "제가 전화를 못 받았어요",
    "전화 안 받을게요 문자로 주세요", "내일은 연락이 안 될 거예요", "연락 안 되면 문자 주세요",
    "걱정 마세요", "걱정하지 마세요", "don't worry", "no worries", "I won't pick up the parcel",
    "She did not pick up the parcel", "I can't find her house", "안 추워요", "예약이 없어요",
    "my car has died", "I did not pick up, sorry", "건물 안 들어가요", "I have not eaten yet",
    "집으로 돌아가시면 문자 주세요", "어르신은 따님 댁으로 돌아가셨어요", "집에 돌아가셨답니다",
    "음식은 제가 가져갈게요", "물건은 다 옮겼어요", "약속 시간이 언제예요", "see you on Monday",
    "방문 잘 다녀왔어요", "식사 맛있게 드셨어요", "the heating works again",
]  # fmt: skip


@pytest.mark.parametrize("body", WORRIES)
def test_what_may_tell_of_trouble_is_about_safety_whoever_wrote_it(body):
    assert may_be_about_safety(PLAIN, read_reply(body).meaning, body)


@pytest.mark.parametrize("body", REMARKS)
def test_a_plain_volunteers_everyday_remark_wakes_nobody(body):
    assert not may_be_about_safety(PLAIN, read_reply(body).meaning, body)


@pytest.mark.parametrize(
    "body", ["she doesn't pick up", "전화를 안 받아요", "it is freezing in here", "걱정돼요"]
)
def test_it_is_no_cry_for_help_and_no_answer_from_a_door(body):
    """Whoever was asked to look in and only rang has not been there: others are asked still."""
    assert read_reply(body).meaning is ReplyMeaning.UNCLEAR
    assert read_look_in_answer(body) is None


@pytest.mark.parametrize("body", ["얼어 죽겠어요", "I am freezing to death", "she froze to death"])
def test_whoever_freezes_to_death_cries_for_help(body):
    assert read_reply(body).meaning is ReplyMeaning.HELP


@pytest.mark.parametrize("body", ["장례식에 와 있어서 못 가요", "my battery has died"])
def test_what_only_sounds_like_a_death_does_not(body):
    assert read_look_in_answer(body) is not LookInAnswer.NEEDS_HELP


@pytest.mark.parametrize(
    "body", ["돌아가셨어요", "할머니가 숨졌어요", "she has died", "he passed away"]
)
def test_a_death_told_from_a_door_alarms(body):
    assert read_look_in_answer(body) is LookInAnswer.NEEDS_HELP
