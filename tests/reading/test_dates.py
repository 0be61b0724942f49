"""Birth dates as offices write them: read when certain, refused with the reason when not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.reading.dates import EXCEL_DAY_ZERO, read_birth_date, read_date, read_typed_day
from hopecare.reading.faults import FaultCode

TODAY = date(2026, 11, 23)
BORN = date(1958, 3, 4)


@pytest.mark.parametrize(
    "written",
    [
        "1958-03-04",
        "1958.3.4",
        "1958. 3. 4.",
        "1958/03/04",
        "58.03.04",
        "58-3-4",
        "19580304",
        "580304",
        "1958년 3월 4일",
        "1958년3월4일",
        "58년 3월 4일",
        "580304-1",
        "580304-1******",
        "580304-2234567",
        "1958-03-04 00:00:00",
        "21248",
        " 1958-03-04 ",
    ],
)
def test_a_birth_date_is_understood_in_every_usual_notation(written):
    assert read_birth_date(written, today=TODAY) == BORN


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("2026-11-24", FaultCode.DATE_IN_FUTURE),
        ("1899-12-31", FaultCode.DATE_TOO_EARLY),
        ("1905-01-01", FaultCode.DATE_TOO_EARLY),
        ("1958-02-30", FaultCode.DATE_UNREADABLE),
        ("581304", FaultCode.DATE_UNREADABLE),
        ("3/4/1958", FaultCode.DATE_UNREADABLE),
        ("1958", FaultCode.DATE_UNREADABLE),
        ("봄", FaultCode.DATE_UNREADABLE),
        ("１９５８", FaultCode.DATE_UNREADABLE),
        ("20.05.06", FaultCode.DATE_CENTURY_UNCLEAR),
        ("10304", FaultCode.DATE_AMBIGUOUS),
        ("1", FaultCode.DATE_UNREADABLE),
        ("00059", FaultCode.DATE_UNREADABLE),
    ],
)
def test_a_birth_date_that_is_none_or_could_be_two_is_refused(written, reason):
    assert read_birth_date(written, today=TODAY) is reason


def test_the_century_digit_of_a_registration_number_settles_what_two_digits_cannot():
    assert read_birth_date("200506-3", today=TODAY) == date(2020, 5, 6)
    assert read_birth_date("200506-1", today=TODAY) == date(1920, 5, 6)
    assert read_birth_date("990506-9", today=TODAY) is FaultCode.DATE_TOO_EARLY


def test_five_digits_are_a_lost_zero_when_the_day_number_would_lie_ahead():
    assert read_birth_date("50304", today=TODAY) == date(2005, 3, 4)


def test_a_consent_cannot_have_been_given_tomorrow():
    assert read_date("2026-11-24", today=TODAY) is FaultCode.DATE_IN_FUTURE
    assert read_date("2026.11.23", today=TODAY) == TODAY


@given(st.dates(min_value=date(1912, 1, 1), max_value=TODAY))
def test_any_day_written_out_in_full_comes_back(day):
    for written in (f"{day:%Y-%m-%d}", f"{day:%Y%m%d}", f"{day.year}년 {day.month}월 {day.day}일"):
        assert read_birth_date(written, today=TODAY) == day


@given(st.dates(min_value=date(1927, 6, 1), max_value=TODAY))
def test_a_spreadsheets_day_number_is_that_day_or_is_refused(day):
    found = read_birth_date(str((day - EXCEL_DAY_ZERO).days), today=TODAY)
    assert found in {day, FaultCode.DATE_AMBIGUOUS}


@given(st.text(max_size=20))
def test_nothing_written_in_a_birth_date_breaks_the_reader(written):
    found = read_birth_date(written, today=TODAY)
    assert isinstance(found, FaultCode) or found <= TODAY + timedelta(0)


@pytest.mark.parametrize(
    ("written", "past", "future", "meant"),
    [
        ("내일", False, True, date(2026, 11, 24)),
        (" Tomorrow ", False, False, date(2026, 11, 24)),
        ("어제", True, False, date(2026, 11, 22)),
        ("그저께", True, False, date(2026, 11, 21)),
        ("11월 27일", False, True, date(2026, 11, 27)),
        ("11월27일", True, False, date(2025, 11, 27)),
        ("11/27", False, False, date(2026, 11, 27)),
        ("1. 5.", False, False, date(2027, 1, 5)),
        ("12.24", True, False, date(2025, 12, 24)),
        ("11.23", True, False, TODAY),
        ("11.23", False, True, TODAY),
        ("2.29", False, True, FaultCode.DATE_UNREADABLE),
        ("6월 1일", False, False, FaultCode.DATE_UNREADABLE),
        ("13월 1일", False, True, FaultCode.DATE_UNREADABLE),
        ("2026-12-01", False, True, date(2026, 12, 1)),
        ("다음 주", False, True, FaultCode.DATE_UNREADABLE),
    ],
)
def test_a_day_is_typed_as_one_says_it_where_one_day_alone_can_be_meant(
    written, past, future, meant
):
    assert read_typed_day(written, today=TODAY, past=past, future=future) == meant
