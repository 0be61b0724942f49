"""The moments a plan asks: every chosen local day once, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.check_in_times import WEEKDAYS, Rhythm, joined_pause, next_due


def rhythm(**changes: object) -> Rhythm:
    usual: dict[str, Any] = {"weekdays": WEEKDAYS, "local_time": time(10), "zone": "Asia/Seoul"}
    return Rhythm(**(usual | changes))


def seoul(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo("Asia/Seoul"))


@pytest.mark.parametrize(
    ("changes", "after", "due"),
    [
        pytest.param({}, (2026, 11, 23, 9), (2026, 11, 23, 10), id="later today"),
        pytest.param({}, (2026, 11, 23, 10), (2026, 11, 24, 10), id="this moment is past"),
        pytest.param({"weekdays": ("wed",)}, (2026, 11, 23, 9), (2026, 11, 25, 10), id="wednesday"),
        pytest.param(
            {"paused_from": date(2026, 11, 20), "paused_until": date(2026, 12, 24)},
            (2026, 11, 23, 9),
            (2026, 12, 24, 10),
            id="in hospital until Christmas",
        ),
        pytest.param(
            {"paused_from": date(2026, 11, 24), "paused_until": date(2026, 12, 24)},
            (2026, 11, 23, 11),
            (2026, 12, 24, 10),
            id="a pause that begins tomorrow",
        ),
    ],
)
def test_the_next_moment(changes, after, due):
    assert next_due(rhythm(**changes), after=seoul(*after)) == seoul(*due)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"weekdays": ()}, id="no days"),
        pytest.param({"paused_from": date(2026, 11, 1)}, id="a pause without an end"),
    ],
)
def test_a_plan_that_never_asks(changes):
    assert next_due(rhythm(**changes), after=seoul(2026, 11, 23, 9)) is None


ZONES = ("Asia/Seoul", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata")


@given(zone=st.sampled_from(ZONES), hour=st.integers(0, 23), minute=st.sampled_from((0, 15, 30)))
def test_every_local_day_of_a_year_is_asked_once(zone, hour, minute):
    plan = rhythm(zone=zone, local_time=time(hour, minute))
    moment, days = datetime(2026, 1, 1, tzinfo=UTC), []
    while moment.year == 2026:
        following = next_due(plan, after=moment)
        assert following is not None
        assert following > moment
        assert following - moment < timedelta(hours=26)
        days.append(following.astimezone(ZoneInfo(zone)).date())
        moment = following
    assert len(days) == len(set(days))
    assert (days[-1] - days[0]).days == len(days) - 1


@pytest.mark.parametrize("weekdays", [("mon",), ("fri",), WEEKDAYS])
@pytest.mark.parametrize("paused_from", [date(2026, 11, 23), date(2026, 11, 25)])
@pytest.mark.parametrize("until", [date(9999, 12, 31), date(9999, 12, 28)])
@pytest.mark.parametrize("zone", ["Asia/Seoul", "America/New_York", "Pacific/Kiritimati"])
def test_a_pause_until_the_last_day_of_the_calendar_is_one_for_good(
    weekdays, paused_from, until, zone
):
    resting = rhythm(
        weekdays=weekdays, paused_from=paused_from, paused_until=until, zone=zone,
        local_time=time(23),
    )  # fmt: skip
    due = next_due(resting, after=seoul(2026, 11, 24, 23, 30))
    assert due is None or due.year in (2026, 9999)


@pytest.mark.parametrize(
    ("pauses", "joined"),
    [
        pytest.param([(None, None), (None, None)], (None, None), id="none"),
        pytest.param([(None, None), (20, 30)], (20, 30), id="of one"),
        pytest.param([(20, 25), (22, 30)], (20, 30), id="one goes over into the other"),
        pytest.param([(20, 30), (22, 25)], (20, 30), id="one lies in the other"),
        pytest.param([(22, None), (20, 30)], (20, None), id="without an end"),
        pytest.param([(10, 23), (None, None)], (None, None), id="over"),
        pytest.param([(28, 30), (20, 25)], (20, 25), id="asked on the days between"),
    ],
)
def test_what_two_pauses_make_together(pauses, joined):
    today = date(2026, 11, 23)
    made = joined_pause(
        [(november(first), november(until)) for first, until in pauses], today=today
    )
    assert made == (november(joined[0]), november(joined[1]))


def november(day: int | None) -> date | None:
    return date(2026, 11, day) if day else None
