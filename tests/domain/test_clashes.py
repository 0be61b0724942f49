"""Nobody promises to be in two places at once."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from hopecare.domain.clashes import Hours, first_clash
from hopecare.domain.needs import NeedRhythm

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def once(on=MONDAY, at=time(10), *, minutes=60, until_on=None):
    return Hours(
        rhythm=NeedRhythm.ONCE, from_on=on, until_on=until_on, weekdays=frozenset(),
        starts_at=at, minutes=minutes,
    )  # fmt: skip


def weekly(*weekdays, at=time(10), minutes=60, from_on=MONDAY, until_on=None):
    return Hours(
        rhythm=NeedRhythm.WEEKLY, from_on=from_on, until_on=until_on,
        weekdays=frozenset(weekdays), starts_at=at, minutes=minutes,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "held", "at"),
    [
        pytest.param(once(), once(), (23, 10), id="the same hour"),
        pytest.param(once(at=time(10, 59)), once(), (23, 10), id="its last minute"),
        pytest.param(once(at=time(11)), once(), None, id="the one begins when the other ends"),
        pytest.param(once(TUESDAY), once(), None, id="another day"),
        pytest.param(once(at=None), once(), None, id="the hour can be agreed"),
        pytest.param(once(until_on=TUESDAY), once(), None, id="the day can be agreed"),
        pytest.param(once(TUESDAY), weekly("tue"), (24, 10), id="on a day of every week"),
        pytest.param(once(TUESDAY), weekly("mon"), None, id="not on that day of the week"),
        pytest.param(weekly("mon", "wed"), weekly("wed"), (25, 10), id="two of every week"),
        pytest.param(
            weekly("wed"), weekly("wed", until_on=TUESDAY), None, id="one ends before the other"
        ),
        pytest.param(
            once(at=time(9)), once(minutes=5), None, id="an hour that ends as the visit begins"
        ),
        pytest.param(
            once(at=time(23), minutes=120),
            once(TUESDAY, time(0, 30)),
            (24, 0, 30),
            id="one that lasts past midnight",
        ),
        pytest.param(
            once(TUESDAY, time(0, 30)),
            once(at=time(23), minutes=120),
            (23, 23),
            id="one that began before midnight",
        ),
        pytest.param(
            once(at=time(23)), once(TUESDAY, time(0)), None, id="one that ends at midnight"
        ),
        pytest.param(
            weekly("sun", at=time(23), minutes=120),
            weekly("mon", at=time(0, 30)),
            (30, 0, 30),
            id="past midnight of every week",
        ),
        pytest.param(
            once(at=time(23), minutes=120),
            weekly("mon", at=time(0, 30)),
            None,
            id="the morning of the same day",
        ),
    ],
)
def test_two_helps_clash_only_where_it_is_certain(wanted, held, at):
    found = first_clash(wanted, held, today=MONDAY)
    assert found == (None if at is None else datetime(2026, 11, *at))  # noqa: DTZ001  local


def test_what_lies_behind_does_not_clash():
    assert first_clash(once(), once(), today=TUESDAY) is None
