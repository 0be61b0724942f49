"""Dates as offices write them, read without guessing: what could be two days is refused."""

from __future__ import annotations

import re
from datetime import date, timedelta

from hopecare.reading.faults import FaultCode

OLDEST_AGE = 115
EARLIEST_YEAR = 1900
# Day 1 of Excel's calendar is 1900-01-01, and it counts a 29 February 1900 that never was.
EXCEL_DAY_ZERO = date(1899, 12, 30)
EXCEL_FIRST_TRUE_DAY = 61

PARTS = re.compile(r"(\d{4}|\d{2})\s*[-./년\s]\s*(\d{1,2})\s*[-./월\s]\s*(\d{1,2})\s*[.일]?")
MONTH_AND_DAY = re.compile(r"(\d{1,2})\s*[-./월\s]\s*(\d{1,2})\s*[.일]?")
BY_NAME = {
    **dict.fromkeys(("그제", "그저께"), -2),
    **dict.fromkeys(("어제", "yesterday"), -1),
    **dict.fromkeys(("오늘", "today"), 0),
    **dict.fromkeys(("내일", "tomorrow"), 1),
    "모레": 2,
}
NEAR = timedelta(days=120)
"""The same day of another year is then more than twice as far away."""
TIME_AFTER = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
# 580304-1…: the digit after the dash of a Korean registration number tells the century.
# No more of that number is read, let alone kept.
REGISTRATION = re.compile(r"(\d{6})\s*-\s*([0-9])[\d*xX●]{0,6}")
CENTURY_OF_DIGIT = {"9": 18, "0": 18, **dict.fromkeys("1256", 19), **dict.fromkeys("3478", 20)}


def read_birth_date(text: str, *, today: date) -> date | FaultCode:
    """A birth date in any of the usual notations, or why it is none."""
    found = _read(text, today=today)
    if isinstance(found, FaultCode):
        return found
    if found > today:
        return FaultCode.DATE_IN_FUTURE
    return FaultCode.DATE_TOO_EARLY if found.year < today.year - OLDEST_AGE else found


def read_date(text: str, *, today: date) -> date | FaultCode:
    """A day on which something was done, such as a consent; not in the future."""
    found = _read(text, today=today)
    if isinstance(found, date) and found > today:
        return FaultCode.DATE_IN_FUTURE
    return found


def read_any_date(text: str, *, today: date) -> date | FaultCode:
    """A day in any usual notation, past or to come, such as the end of a check."""
    return _read(text, today=today)


def read_typed_day(
    text: str, *, today: date, past: bool = False, future: bool = False
) -> date | FaultCode:
    """A day somebody types just now: also 내일, and 11월 27일 where one year alone can be meant.

    That is the last such day or the next, as the question asks; else only what is near.
    """
    plain = text.strip().lower()
    if plain in BY_NAME:
        return today + timedelta(days=BY_NAME[plain])
    parts = MONTH_AND_DAY.fullmatch(plain)
    if parts is None:
        return _read(text, today=today)
    month, day = (int(each) for each in parts.groups())
    found = [_day(today.year + years, month, day) for years in (-1, 0, 1)]
    days = [each for each in found if isinstance(each, date)]
    if past:
        days = [each for each in days if each <= today][-1:]
    elif future:
        days = [each for each in days if each >= today][:1]
    else:
        days = [each for each in days if abs(each - today) <= NEAR]
    return days[0] if days else FaultCode.DATE_UNREADABLE


def _read(text: str, *, today: date) -> date | FaultCode:
    """The first notation that fits decides."""
    plain = TIME_AFTER.sub("", text.strip())
    registration = REGISTRATION.fullmatch(plain)
    if registration:
        digits, century = registration.group(1), CENTURY_OF_DIGIT[registration.group(2)]
        return _day(century * 100 + int(digits[:2]), int(digits[2:4]), int(digits[4:]))
    parts = PARTS.fullmatch(plain)
    if parts:
        return _from_parts(*parts.groups(), today=today)
    return (
        _from_digits(plain, today=today)
        if plain.isascii() and plain.isdigit()
        else FaultCode.DATE_UNREADABLE
    )


def _from_digits(digits: str, *, today: date) -> date | FaultCode:
    """19580304, 580304, or a day number of a spreadsheet."""
    match len(digits):
        case 8:
            return _day(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        case 6:
            return _from_parts(digits[:2], digits[2:4], digits[4:], today=today)
        case 5:
            return _five_digits(digits, today=today)
        case _:
            return FaultCode.DATE_UNREADABLE


def _five_digits(digits: str, *, today: date) -> date | FaultCode:
    """A spreadsheet's day number, unless it may as well be 010304 that lost its first 0."""
    counted = EXCEL_DAY_ZERO + timedelta(days=int(digits))
    if int(digits) < EXCEL_FIRST_TRUE_DAY:
        return FaultCode.DATE_UNREADABLE
    written = _from_parts("0" + digits[0], digits[1:3], digits[3:], today=today)
    if not isinstance(written, date):
        return counted
    return written if counted > today else FaultCode.DATE_AMBIGUOUS


def _from_parts(year: str, month: str, day: str, *, today: date) -> date | FaultCode:
    """Year, month and day; two digits of a year are completed only when one century fits."""
    if len(year) == len("1958"):
        return _day(int(year), int(month), int(day))
    century = today.year // 100 * 100
    this, before = int(year) + century, int(year) + century - 100
    if this > today.year:
        return _day(before, int(month), int(day))
    if before >= today.year - 110:
        return FaultCode.DATE_CENTURY_UNCLEAR
    return _day(this, int(month), int(day))


def _day(year: int, month: int, day: int) -> date | FaultCode:
    """A day that exists."""
    if year < EARLIEST_YEAR:
        return FaultCode.DATE_TOO_EARLY
    try:
        return date(year, month, day)
    except ValueError:
        return FaultCode.DATE_UNREADABLE
