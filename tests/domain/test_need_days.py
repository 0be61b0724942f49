"""Which parts of the week a need may still fall in."""

from __future__ import annotations

from datetime import date, time

import pytest

from hopecare.domain.clashes import Hours
from hopecare.domain.need_days import parts_of_week
from hopecare.domain.needs import NeedRhythm

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
NEXT_SUNDAY = date(2026, 12, 6)


def parts(rhythm=NeedRhythm.ONCE, *, weekdays=(), until_on=None, starts_at=None, today=MONDAY):
    hours = Hours(
        rhythm=rhythm,
        from_on=MONDAY,
        until_on=until_on,
        weekdays=frozenset(weekdays),
        starts_at=starts_at,
        minutes=30,
    )
    return parts_of_week(hours, today=today)


@pytest.mark.parametrize(
    ("wished", "week"),
    [
        pytest.param({}, "0111" * 7, id="any day will do"),
        pytest.param({"until_on": MONDAY}, "0111" + "0000" * 6, id="any daytime on its day"),
        pytest.param({"starts_at": time(9)}, "0100" + "0000" * 6, id="a morning on its day"),
        pytest.param(
            {"starts_at": time(19), "until_on": TUESDAY}, "0001" * 2 + "0000" * 5, id="two evenings"
        ),
        pytest.param(
            {"until_on": TUESDAY, "today": TUESDAY}, "0000" + "0111" + "0000" * 5, id="the one left"
        ),
        pytest.param(
            {"until_on": TUESDAY, "today": NEXT_SUNDAY}, "0111" * 2 + "0000" * 5, id="all are over"
        ),
        pytest.param({"until_on": NEXT_SUNDAY}, "0111" * 7, id="two weeks"),
        pytest.param(
            {"rhythm": NeedRhythm.WEEKLY, "weekdays": ("tue", "sun"), "starts_at": time(14)},
            "0000" + "0010" + "0000" * 4 + "0010",
            id="afternoons every week",
        ),
        pytest.param({"starts_at": time(2)}, "1000" + "0000" * 6, id="a night's company"),
    ],
)
def test_a_need_falls_in_its_parts_of_the_week(wished, week):
    assert parts(**wished) == week
