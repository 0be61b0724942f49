"""The same hours each week by the clock on the wall, also where the clocks change."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from hopecare.domain.duty_weeks import MOST_WEEKS, weekly

LONDON = ZoneInfo("Europe/London")
SEOUL = ZoneInfo("Asia/Seoul")


def hours(first, last, zone):
    begins, ends = (datetime.fromisoformat(each).replace(tzinfo=zone) for each in (first, last))
    return begins, ends


def walls(found, zone):
    return [tuple(f"{at.astimezone(zone):%m-%d %H:%M}" for at in each) for each in found]


def test_nights_stay_nights_across_the_change_of_clocks():
    night = hours("2026-10-17 21:00", "2026-10-18 08:00", LONDON)
    found = weekly(night, until_on=date(2026, 10, 31), leaving_out=(), zone=LONDON)
    assert walls(found, LONDON) == [
        ("10-17 21:00", "10-18 08:00"),
        ("10-24 21:00", "10-25 08:00"),
        ("10-31 21:00", "11-01 08:00"),
    ]
    lengths = [(until_at - from_at).total_seconds() / 3600 for from_at, until_at in found]
    assert lengths == [11, 12, 11]


def test_an_hour_that_is_swallowed_whole_gives_nothing():
    early = hours("2027-03-21 01:00", "2027-03-21 02:00", LONDON)
    found = weekly(early, until_on=date(2027, 4, 4), leaving_out=(), zone=LONDON)
    assert [each[0] for each in walls(found, LONDON)] == ["03-21 01:00", "04-04 01:00"]


def test_days_left_out_give_none_and_the_last_day_counts():
    day = hours("2026-12-18 09:00", "2026-12-18 18:00", SEOUL)
    found = weekly(day, until_on=date(2027, 1, 1), leaving_out={date(2026, 12, 25)}, zone=SEOUL)
    assert [each[0] for each in walls(found, SEOUL)] == ["12-18 09:00", "01-01 09:00"]


def test_nothing_is_written_for_more_than_a_year():
    day = hours("2026-12-18 09:00", "2026-12-18 18:00", SEOUL)
    assert len(weekly(day, until_on=date(2040, 1, 1), leaving_out=(), zone=SEOUL)) == MOST_WEEKS
