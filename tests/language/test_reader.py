"""Dates, times, money and distances read the way each language says them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from hopecare.domain.states import CaseStatus, NeedStatus
from hopecare.language.reader import Reader

NOW = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)


def reader(language="ko", zone="Asia/Seoul"):
    return Reader(language=language, zone=zone, country="KR", currency="KRW", now=NOW)


@pytest.mark.parametrize(
    ("language", "said"), [("ko", "11월 26일(목) 오전 10시"), ("en", "Thu 26 Nov, 10 am")]
)
def test_a_moment_is_said_on_the_towns_own_clock(language, said):
    assert reader(language).moment(NOW) == said


@pytest.mark.parametrize(
    ("language", "said"), [("ko", "11월 25일(수) 자정"), ("en", "Wed 25 Nov, midnight")]
)
def test_midnight_is_the_end_of_the_day_before_it(language, said):
    at = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
    assert reader(language).moment(at) == said


def test_minutes_and_another_year_are_said_when_they_matter():
    at = datetime(2025, 1, 2, 4, 5, tzinfo=UTC)
    assert reader().moment(at) == "2025년 1월 2일(목) 오후 1시 5분"
    assert reader("en").moment(at) == "Thu 2 Jan 2025, 1:05 pm"


def test_a_moment_may_name_its_clock():
    assert reader().zoned_moment(NOW) == "11월 26일(목) 오전 10시 (대한민국 시간)"


@pytest.mark.parametrize(
    ("away", "ko", "en"),
    [
        (timedelta(seconds=-20), "방금", "just now"),
        (timedelta(minutes=-25), "25분 전", "25 minutes ago"),
        (timedelta(hours=-3), "3시간 전", "3 hours ago"),
        (timedelta(hours=1), "1시간 뒤", "in 1 hour"),
        (timedelta(minutes=5), "5분 뒤", "in 5 minutes"),
        (timedelta(days=-1), "어제", "yesterday"),
        (timedelta(days=1), "내일", "tomorrow"),
        (timedelta(days=-3), "3일 전", "3 days ago"),
        (timedelta(days=3), "3일 뒤", "in 3 days"),
    ],
)
def test_how_long_ago_is_said_in_plain_words(away, ko, en):
    assert reader().ago(NOW + away) == ko
    assert reader("en").ago(NOW + away) == en


@pytest.mark.parametrize(
    ("now", "away", "said"),
    [
        ((23, 50), timedelta(minutes=16), "16분 뒤"),
        ((0, 10), timedelta(minutes=-16), "16분 전"),
        ((0, 10), timedelta(hours=-5), "5시간 전"),
        ((0, 10), timedelta(hours=-6), "어제"),
        ((23, 50), timedelta(hours=6), "내일"),
    ],
)
def test_midnight_makes_no_yesterday_of_minutes(now, away, said):
    at = datetime.combine(date(2026, 11, 26), time(*now), ZoneInfo("Asia/Seoul"))
    assert replace(reader(), now=at).ago(at + away) == said


def test_a_day_is_near_or_far_too():
    assert reader().ago(date(2026, 11, 26)) == "오늘"
    assert reader().birth_date(date(1950, 3, 5)) == "1950년 3월 5일"


@pytest.mark.parametrize(
    ("language", "minor", "currency", "said"),
    [
        ("ko", 1_200_000, None, "1,200,000원"),
        ("en", 1_200_000, None, "₩1,200,000"),
        ("en", 1250, "GBP", "£12.50"),
        ("ko", 1250, "GBP", "£12.50"),
    ],
)
def test_money_is_said_from_its_smallest_unit(language, minor, currency, said):
    assert reader(language).money(minor, currency) == said


@pytest.mark.parametrize(
    ("metres", "said"), [(4, "0 m"), (347, "350 m"), (1240, "1.2 km"), (14400, "14 km")]
)
def test_distances_are_said_as_roughly_as_they_are_known(metres, said):
    assert reader().distance(metres) == said


def test_clocks_spans_and_stamps():
    say = reader()
    assert say.clock(time(9, 30)) == "오전 9시 30분"
    assert say.span(NOW, NOW + timedelta(hours=2)) == "11월 26일(목) 오전 10시 – 오후 12시"
    assert say.span(NOW, NOW + timedelta(days=1)).endswith("11월 27일(금) 오전 10시")
    assert say.stamp(NOW) == "2026-11-26 10:00"
    assert say.machine(date(2026, 11, 26)) == "2026-11-26"


def test_a_telephone_number_is_said_as_at_home():
    assert reader().phone("+821001234567") == "010-0123-4567"
    assert reader().phone("nonsense") == "nonsense"


def test_nothing_is_said_of_nothing():
    say = reader()
    nothing = (say.day, say.moment, say.clock, say.ago, say.money, say.count, say.distance)
    assert [each(None) for each in nothing] == [""] * len(nothing)
    assert [say.phone(None), say.label(None), say.birth_date(None), say.zoned_moment(None)] == [
        ""
    ] * 4
    assert say.stamp(None) == ""


def test_codes_and_sentences_are_said():
    assert reader().label(CaseStatus.OPEN) == "시작됨"
    assert reader().label(NeedStatus.OPEN) == "아직 맡은 사람 없음"
    assert reader().say("Save as %(kind)s", kind="CSV") == "CSV로 저장"
