"""What goes out: in the network's letters, short, and never asking for what cannot return."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from enum import StrEnum

import pytest

from hopecare.channel_profiles import shipped_profiles
from hopecare.domain.answer_links import LINK_PLACE
from hopecare.domain.channel_profiles import segments_of
from hopecare.domain.channels import Channel
from hopecare.domain.charsets import MOST_PARTS
from hopecare.domain.digest import WeekNumber
from hopecare.domain.needs import NeedKind
from hopecare.language.check_in_questions import ASKED_AS
from hopecare.language.offer_words import open_offers_said
from hopecare.language.texts import ASKS_HELPER, Words, carried, sentence_of
from hopecare.language.week_words import week_in_one_line
from hopecare.language.wording_rehearsals import FOR_ONE_DAY
from hopecare.language.wordings import WORDINGS, Text
from hopecare.language.wordings_to_volunteers import TO_VOLUNTEERS

WEEK = week_in_one_line(dict.fromkeys(WeekNumber, 120), "ko")
VALUES: dict[str, str | int | date | StrEnum] = {
    "helper": "남궁온새미로",
    "usual": "독고빛나라",
    "other": "제갈새로나",
    "day": date(2026, 12, 25),
    "name": "황보○○",
    "district": "다산1동",
    "count": 12,
    "what": "황보○○님(다산1동)",
    "items": "급한 알림 12, 접수 120, 무사한지 모름 15, 전화 120, 읽을 문자 12, 답이 늦은 연계 12",
    "week": WEEK,
    "need": NeedKind.COMPANION_VISIT,
    "code": "7KM4QRX2",
    "which": "7KM4QRX2 안부 답 없음; 7KM4QRX3 안부 답 없음",
    "offers": open_offers_said([(NeedKind.CHILD_AFTER_SCHOOL, "7KM4QRX2")] * 12, "ko"),
    "when": "12월 25일(금)부터 매주 월·수·금 오후 6시 30분부터 90분",
    "until": datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
    "office": "031-000-0000",
    "emergency": "119",
    "minutes": 10,
}
NAMES = ("helper", "usual", "other")
TWENTY = "가나다라마바사아자차카타파하거너더러머버"
PROFILES = shipped_profiles()
KOREA, TWO_WAY = PROFILES["kr-twilio"], PROFILES["two-way"]
LINKS = PROFILES["one-way-links"]
ASKS = (
    *(text for asked_as in ASKED_AS.values() for text in asked_as),
    Text.NEUTRAL_CHECK_IN,
    Text.NEUTRAL_CHECK_IN_CARER,
)


def say(text: Text, *, language="ko", channel=Channel.SMS, profile=KOREA, **values) -> str:
    words = Words(text=text, values=VALUES | values)
    return sentence_of(
        words, language=language, channel=channel, profile=profile, zone="Asia/Seoul"
    )


def test_everything_that_may_be_said_has_words():
    assert set(WORDINGS) == set(Text)


@pytest.mark.sweep(one_in=6, each="text")
@pytest.mark.parametrize("text", Text)
@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)
@pytest.mark.parametrize("channel", Channel)
def test_every_sentence_can_be_said_everywhere(text, language, profile, channel):
    said = say(text, language=language, channel=channel, profile=profile)

    assert said
    assert "%(" not in said
    assert "http" not in said
    has_hangul = re.search("[가-힣]", said.removeprefix(profile.prefix)) is not None
    assert has_hangul or language == "en"


@pytest.mark.parametrize("text", Text)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_korean_networks_carry_every_letter(text, language):
    said = say(text, language=language)

    assert all(len(sign.encode("euc_kr")) <= 2 for sign in said)


@pytest.mark.parametrize("text", Text)
def test_no_text_asks_for_an_answer_that_cannot_return(text):
    said = say(text)

    assert not re.search("답해 주세요|답장|회신|보내 주세요", said)


@pytest.mark.parametrize("text", Text)
def test_a_korean_text_fits_two_parts_at_most(text):
    assert segments_of(say(text), KOREA) <= 2


@pytest.mark.parametrize("text", Text)
def test_long_names_fill_no_third_part_and_take_nothing_needed_with_them(text):
    when = "12월 25일(금) 오후 6시 30분부터 90분" if text in FOR_ONE_DAY else VALUES["when"]
    need = NeedKind.CHILD_AFTER_SCHOOL
    said = say(text, **dict.fromkeys(NAMES, TWENTY), need=need, when=when)
    assert segments_of(said, KOREA) <= 2
    if text in ASKS_HELPER:
        needed = [str(when), "11월 23일 오후 6시 30분까지", "방과 후 아이 돌보기", "내 페이지"]
        needed += [TWENTY] if text is Text.OFFER_BACKUP else ["다산1동"]
        needed += ["바뀌었"] if text is Text.OFFER_ANEW else []
        assert [each for each in needed if each not in said] == []


@pytest.mark.parametrize(
    ("at", "ko", "en"),
    [
        (datetime(2026, 11, 30, 18, 2, tzinfo=UTC), "12월 1일 오전 3시 2분까지", "Dec 1, 3:02"),
        (datetime(2026, 11, 30, 1, 0, tzinfo=UTC), "11월 30일 오전 10시까지", "Nov 30, 10:00"),
        (datetime(2026, 12, 2, 15, 0, tzinfo=UTC), "12월 2일 자정까지", "Dec 2, midnight"),
    ],
)
def test_until_when_is_said_as_on_the_pages_and_midnight_is_of_the_day_before(at, ko, en):
    assert ko in say(Text.OFFER, until=at)
    assert en in say(Text.OFFER, language="en", until=at)


@pytest.mark.parametrize("text", sorted(ASKS_HELPER))
def test_whose_name_fits_is_greeted_by_it(text):
    assert "남궁온새미로님" in say(text)


@pytest.mark.parametrize("text", sorted(ASKS_HELPER))
def test_an_english_question_to_a_volunteer_fits_what_a_wording_may_fill(text):
    named = {"helper": "Alexandrina Montgom", "usual": "Bartholomew Winters"}
    when = "every Mon, Wed, 6:30 pm for 90 minutes, from Wed 25 Nov"
    said = say(text, language="en", **named, district="Dasan-1-dong", when=when)
    assert segments_of(said, KOREA) <= MOST_PARTS


@pytest.mark.parametrize("text", sorted(ASKS))
@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_question_fits_two_parts_of_90_bytes(text, language):
    assert len(say(text, language=language).encode("euc_kr")) <= 2 * 90


@pytest.mark.parametrize(
    ("text", "channel", "profile", "sign"),
    [
        (Text.CHECK_IN, Channel.SMS, TWO_WAY, "1"),
        (Text.CHECK_IN, Channel.VOICE, KOREA, "2번"),
        (Text.CHECK_IN_CARER, Channel.VOICE, KOREA, "3번"),
        (Text.CHECK_IN_MEALS, Channel.SMS, TWO_WAY, "2로 답해"),
        (Text.CHECK_IN_REPEAT_MEDICINE, Channel.VOICE, KOREA, "2번"),
        (Text.CHECK_IN_REPEAT_WARMTH_CARER, Channel.VOICE, KOREA, "3번"),
        (Text.LOOK_IN, Channel.SMS, TWO_WAY, "4로 답해"),
        (Text.LOOK_IN, Channel.SMS, KOREA, "곧 전화로"),
        (Text.LOOK_IN, Channel.VOICE, KOREA, "4번"),
        (Text.OFFER, Channel.SMS, TWO_WAY, "7KM4QRX2"),
        (Text.OFFER, Channel.SMS, KOREA, "내 페이지"),
        (Text.OFFER, Channel.SMS, KOREA, "오후 6시 30분"),
    ],
)
def test_a_question_says_how_to_answer_it(text, channel, profile, sign):
    assert sign in say(text, channel=channel, profile=profile)


@pytest.mark.parametrize("text", [Text.NEUTRAL, Text.OFFER, Text.CHECK_IN])
def test_no_text_says_why_somebody_needs_help_or_where_they_live(text):
    assert not re.search("병|장애|수급|빚|폭력|번지|호$", say(text))


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("text", TO_VOLUNTEERS)
def test_a_call_to_a_volunteer_tells_nobody_who_picks_up_whom_they_help(text, language):
    assert str(VALUES["name"]) not in say(text, language=language, channel=Channel.VOICE)


def test_neutral_words_name_no_sender():
    assert "희망케어" not in say(Text.NEUTRAL)


@pytest.mark.parametrize(
    ("written", "carried_as"),
    [
        ("Nguyễn Thị", "Nguyen Thi"),
        ("5,000₩ — 내일", "5,000원 - 내일"),
        ("괜찮아요 🙂", "괜찮아요  "),
        ("똠방각하", "또방각하"),
        ("김다래", "김다래"),
    ],
)
def test_what_a_network_cannot_carry_becomes_its_nearest_kin(written, carried_as):
    assert carried(written, charset="euc_kr") == carried_as
    assert carried(written, charset="unicode") == written


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("text", Text)
def test_whatever_is_answered_carries_one_link_where_links_are_allowed(text, language):
    said = say(text, language=language, profile=LINKS)
    is_answered = text in ASKS or text in (*ASKS_HELPER, Text.ALERT_HOW, Text.LOOK_IN)

    assert said.count(LINK_PLACE) == is_answered
    assert said.endswith(LINK_PLACE) == is_answered
    assert LINK_PLACE not in say(text, language=language, channel=Channel.VOICE, profile=LINKS)
    assert LINK_PLACE not in say(text, language=language)


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("text", sorted(ASKS))
def test_a_check_in_and_its_link_are_one_text(text, language):
    said = say(text, language=language, profile=LINKS)
    link = "https://care.example.kr/r/0123456789ABC"
    # A Korean name makes any text one of the long alphabet, which English words do not fit.
    named = said.replace("황보○○", "Gwendolyn") if language == "en" else said

    assert segments_of(named.replace(LINK_PLACE, link), LINKS) == 1
