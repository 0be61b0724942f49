"""What people write back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.codes import make_code
from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.reply_words import WELL, WORDS, Reply, read_reply
from hopecare.language import translator
from hopecare.language.wordings import WORDINGS

CODE = make_code(b"care and")


@pytest.mark.parametrize(
    ("body", "meaning", "code"),
    [
        ("1", ReplyMeaning.FINE, None),
        (" 1. ", ReplyMeaning.FINE, None),
        ("2!", ReplyMeaning.HELP, None),
        ("３", ReplyMeaning.CANNOT_ANY_MORE, None),
        ("괜찮아요^^", ReplyMeaning.FINE, None),
        ("도와 주세요", ReplyMeaning.HELP, None),
        ("Stop. thank you", ReplyMeaning.STOP, None),
        ("수신거부", ReplyMeaning.STOP, None),
        ("START", ReplyMeaning.START, None),
        (f"yes {CODE}", ReplyMeaning.YES, CODE),
        (f"네 {CODE}", ReplyMeaning.YES, CODE),
        (f"NO {CODE.lower()}", ReplyMeaning.NO, CODE),
        ("Yes", ReplyMeaning.YES, None),
        ("2번", ReplyMeaning.HELP, None),
        ("My son visits tomorrow", ReplyMeaning.UNCLEAR, None),
        ("", ReplyMeaning.UNCLEAR, None),
        ("12", ReplyMeaning.UNCLEAR, None),
    ],
)
def test_only_whole_known_words_count(body, meaning, code):
    assert read_reply(body) == Reply(meaning, code)


HEARD_KO = [
    "살려주세요 넘어졌어요",
    "도와주세요 아파요",
    "도와주실 수 있나요",
    "어제 넘어져서 다리가 아파",
    "아파 트럭에 치였어요",
    "숨이 차요",
    "죽고 싶어요",
    "119 불러 주세요",
    "움직일 수가 없어요",
    "그만 괴롭혀요 살려주세요",
    "안 괜찮아요",
    "저 안괜찮습니다",
    "오늘은 안 괜찮아요",
    "괜찮지 않아요",
    "몸이 좀 안 좋아요",
    "의사 선생님이 필요해요",
]
HEARD_EN = [
    "help me please I fell",
    "please HELP me!!!",
    "stop this, help",
    "Is there anyone who can help me",
    "I fell yesterday and my leg hurts",
    "I can\u2019t get up",
    "call me when you can",
    "my chest is in pain",
    "I'm not well today",
    "I am not ok",
    "I don't feel well",
    "I need a doctor",
]
AT_LIMIT = ["이제 더는 못 하겠어요", "더 이상 못 버티겠어요", "I can't go on like this"]
NOT_HEARD = [
    "Yes I can help on Saturday",
    "We'd love to help",
    "Thank you for your help",
    "도와주셔서 감사합니다 덕분이에요",
    "이웃을 도와드릴게요",
    "오늘 아파트 관리비를 냈어요",
    "커피가 나왔어요",
    "점심에 죽을 먹었어요",
    "이제 안 아파요",
    "don't call me please",
    "I don't need a doctor",
    "Saturday is not good for me",
    "I'm not good with tools",
    "그동안 괜찮았습니다",
    "내일은 안 괜찮아요",
    "토요일에 가도 괜찮지 않을까요",
    "오늘 날씨가 안 좋아요",
    "내일은 아들네 가요",
]


@pytest.mark.parametrize("body", [*HEARD_KO, *HEARD_EN])
def test_a_call_for_help_is_heard_in_any_sentence(body):
    reply = read_reply(body)

    assert (reply.meaning, reply.is_sentence) == (ReplyMeaning.HELP, True)


@pytest.mark.parametrize("body", ["not ok", "Not okay.", "not feeling well", "not good today"])
def test_so_is_a_no_to_how_are_you(body):
    assert read_reply(body) == Reply(ReplyMeaning.HELP, is_sentence=True)


@given(well=st.sampled_from(sorted(WELL)), no=st.sampled_from(["not", "no", "안", "못", "never"]))
def test_no_negation_is_taken_as_fine(well, no):
    assert read_reply(f"{no} {well}").meaning is not ReplyMeaning.FINE
    assert read_reply(f"네, {no} {well}").meaning is not ReplyMeaning.FINE


@pytest.mark.parametrize("body", AT_LIMIT)
def test_whoever_cannot_go_on_is_heard_in_a_sentence(body):
    assert read_reply(body).meaning is ReplyMeaning.CANNOT_ANY_MORE


@pytest.mark.parametrize("body", NOT_HEARD)
def test_offers_thanks_and_the_day_are_no_call_for_help(body):
    assert read_reply(body).meaning is ReplyMeaning.UNCLEAR


ANY_WORDS = st.text(st.characters(codec="utf-8"), max_size=40).map(lambda typed: typed + " ")
SAID_TOO = st.sampled_from(["", "stop ", "그만 ", "1 ", "괜찮아요 ", "yes ", "네 ", f"{CODE} "])


@given(before=ANY_WORDS | SAID_TOO, call=st.sampled_from([*HEARD_KO, *HEARD_EN]), after=SAID_TOO)
def test_whatever_stands_around_it_a_call_for_help_is_heard(before, call, after):
    assert read_reply(f"{before}. {call}. {after}").meaning is ReplyMeaning.HELP


STOPS = ["stop", "STOP", "수신거부", "그만", "unsubscribe"]


@given(stop=st.sampled_from(STOPS), after=ANY_WORDS)
def test_a_stop_counts_only_alone(stop, after):
    alone = read_reply(stop).meaning
    rest = read_reply(after)
    together = read_reply(f"{stop} {after}").meaning

    assert alone is ReplyMeaning.STOP
    if rest.is_sentence:
        assert together is rest.meaning


WRITTEN = {
    ReplyMeaning.STOP: [
        "STOP", "Stop.", "stop!!", "Stop. thank you", "Stop please", "ＳＴＯＰ", "Ｓｔｏｐ。",
        "S T O P", "\u201cSTOP\u201d", "<STOP>", "stop\n", "STOP\u200b", "STOP ALL", "opt-out",
        "Unsubscribe", "END", "Cancel.", "quit", "Revoke", "stop texting me", "Don't text me",
        "수신거부", "수신 거부", "수신거부요", "수신 거부합니다.", "무료수신거부", "거부", "그만",
        "그만!", "그만요", "그만해 주세요", "문자 그만 보내주세요", "문자 보내지 마세요~",
        "수신거부. 감사합니다", "중단", "수신 거부 부탁드립니다", "Stop sending me messages",
        "unsubscribe me", "No more texts.", "문자 보내지 마", "중지", "Please do not text me",
    ],
    ReplyMeaning.START: [
        "START", "start", "Start.", "ＳＴＡＲＴ", "UNSTOP", "start please", "다시", "다시!",
        "다시 보내 주세요", "다시 받을게요", "수신동의", "수신 동의",
    ],
    ReplyMeaning.HELP: ["HELP", "help!", "2", "２", "②", "2번", "2번이요", "2 2번", "도와 줘"],
    ReplyMeaning.CANNOT_ANY_MORE: ["3", "3번요", "③", "힘들어요."],
    ReplyMeaning.FINE: ["1", "１", "①", "1번요", "1입니다", "1 괜찮아요", "괜찮아", "OK thanks",
        "네, 괜찮습니다", "네 괜찮아요", "I'm fine", "I\u2019m fine, thank you", "Yes, I'm fine",
        "I am ok", "I'm okay today", "잘 지내고 있습니다", "오늘도 잘 지내요", "예 저는 괜찮아요",
        "별일 없어요", "네네 잘 있습니다", "We're both fine"],
    ReplyMeaning.YES: ["yes", "Yes.", "YES please", "네", "네네", "예!"],
    ReplyMeaning.NO: ["no", "No, thank you", "아니요", "아뇨"],
    ReplyMeaning.UNCLEAR: [
        "아니요 괜찮아요", "괜찮을까요", "괜찮으세요?", "I'm fine but", "yes fine Saturday",
        "네 그런데 좀 그래요", "오늘", "today", "네 오늘", "I was fine", "don't stop",
        "중지하지 마세요", "no more than two texts", "문자 그만 보내지 마세요",
        "stop 1", "그만 1", "1 2", "네 1", "취소", "시작", "stop it is raining",
        "그만한 분이 없어요",
        "다시 생각해 볼게요", "The end of the road is closed", "12", "?", "",
    ],
}  # fmt: skip
"""As people write it: with punctuation, in any case and width, in both languages."""
CARRIERS_WORDS = frozenset(
    ["stop", "stopall", "unsubscribe", "end", "quit", "cancel", "revoke", "optout", "start",
     "unstop", "수신거부", "취소"]
)  # fmt: skip
"""On these a network itself stops or starts texts, some of them with ours still on the way."""


@pytest.mark.parametrize(
    ("body", "meaning"), [(body, meaning) for meaning, said in WRITTEN.items() for body in said]
)
def test_what_people_write_is_understood_or_read_by_a_person(body, meaning):
    assert read_reply(body) == Reply(meaning)


@pytest.mark.parametrize("meaning", sorted(set(WORDS) - {ReplyMeaning.STOP, ReplyMeaning.START}))
def test_no_answer_is_a_word_on_which_networks_stop_texts(meaning):
    assert WORDS[meaning].isdisjoint(CARRIERS_WORDS)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("text", list(WORDINGS))
def test_no_question_of_ours_asks_for_a_word_on_which_networks_stop_texts(text, language):
    wording = WORDINGS[text]
    asked = translator(language).gettext(wording.answerable or wording.text)
    words = asked.replace(",", " ").replace(".", " ").casefold().split()
    assert CARRIERS_WORDS.isdisjoint(words)
