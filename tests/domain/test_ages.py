"""Age on a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.ages import age_band, age_on
from hopecare.domain.people import AgeBand

BIRTHS = st.dates(date(1910, 1, 1), date(2026, 1, 1))


@pytest.mark.parametrize(
    ("birth_on", "day", "age"),
    [
        (date(1959, 3, 2), date(2026, 3, 1), 66),
        (date(1959, 3, 2), date(2026, 3, 2), 67),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2026, 1, 1), date(2026, 1, 1), 0),
    ],
)
def test_a_birthday_adds_a_year(birth_on, day, age):
    assert age_on(birth_on, day=day) == age


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (17, AgeBand.CHILD),
        (18, AgeBand.YOUNG_ADULT),
        (35, AgeBand.ADULT),
        (50, AgeBand.MIDDLE_AGED),
        (65, AgeBand.OLDER),
        (80, AgeBand.OLDEST),
    ],
)
def test_a_band_says_no_more_than_it_must(age, band):
    assert age_band(date(2026 - age, 11, 23), day=date(2026, 11, 23)) is band


@given(birth_on=BIRTHS, days=st.integers(0, 40_000))
def test_nobody_grows_younger(birth_on, days):
    day = birth_on + timedelta(days=days)
    assert 0 <= age_on(birth_on, day=day) <= age_on(birth_on, day=day + timedelta(days=1))
