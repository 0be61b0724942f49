"""A text says for which day help is wished, or that others will do; never a day that has passed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from hopecare.domain.needs import NeedRhythm
from hopecare.language.help_times import HelpTimes, help_times_said
from hopecare.language.reader import Reader

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
SATURDAY, TUESDAY, THURSDAY = date(2026, 11, 14), date(2026, 11, 24), date(2026, 11, 26)


def said(language, **times):
    reader = Reader(language=language, zone="Asia/Seoul", country="KR", currency="KRW", now=NOW)
    return help_times_said(HelpTimes(rhythm=NeedRhythm.ONCE, minutes=60, **times), reader)


@pytest.mark.parametrize(
    ("times", "en", "ko"),
    [
        ({"from_on": TUESDAY, "until_on": TUESDAY}, "Tue 24 Nov, 1 hour", "11월 24일(화), 1시간"),
        ({"from_on": TUESDAY}, "from Tue 24 Nov, 1 hour", "11월 24일(화)부터, 1시간"),
        ({"from_on": SATURDAY}, "from Mon 23 Nov, 1 hour", "11월 23일(월)부터, 1시간"),
        (
            {"from_on": SATURDAY, "until_on": THURSDAY},
            "Mon 23 Nov to Thu 26 Nov, 1 hour",
            "11월 23일(월)~11월 26일(목), 1시간",
        ),
        (
            {"from_on": SATURDAY, "until_on": NOW.date()},
            "Mon 23 Nov, 1 hour",
            "11월 23일(월), 1시간",
        ),
    ],
)
def test_once_the_days_that_will_do_are_named(times, en, ko):
    assert said("en", **times) == en
    assert said("ko", **times) == ko


def test_at_an_hour_it_is_that_day():
    at = {"from_on": TUESDAY, "starts_at": time(14)}
    assert said("en", **at).startswith("Tue 24 Nov, 2")
