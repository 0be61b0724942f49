"""One field of a directory: what it holds, or why it cannot be taken."""

from __future__ import annotations

import math
import re
import unicodedata
from contextlib import suppress
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from hopecare.reading.cells import CONTROL
from hopecare.reading.hsds_faults import EntryFaultCode
from hopecare.reading.hsds_format import Value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LONGEST: Final = 20_000
_WEB: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_EMAIL: Final = re.compile(r"[^\s@]+@[^\s@]+")
# The end of a day is written so by many, and Python's clock has no such hour.
MIDNIGHT: Final = re.compile(r"24:00(:00)?")


def read_value(kind: Value, given: object) -> Any:  # noqa: ANN401  text, a number, or a code
    """Give the value as it is kept: text or a number; or the code of what is wrong with it."""
    if kind is Value.NUMBER:
        return _number(given)
    text = _text(given)
    if isinstance(text, EntryFaultCode):
        return text
    reader = _READERS.get(kind)
    return text if reader is None else reader(text)


def clock_of(text: str) -> time:
    """Give a time of day as it was written; the end of a day is its last moment."""
    if MIDNIGHT.fullmatch(text):
        return time.max
    return time.fromisoformat(text).replace(tzinfo=None)


def _text(given: object) -> str | EntryFaultCode:
    """Words as they stand; a number where words belong is taken as its digits."""
    if isinstance(given, float) and given.is_integer():
        given = int(given)
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        return EntryFaultCode.NOT_TEXT
    text = unicodedata.normalize("NFC", str(given))
    if CONTROL.search(text) or _is_torn(text):
        return EntryFaultCode.CONTROL_CHARACTER
    return EntryFaultCode.TOO_LONG if len(text) > LONGEST else text


def _is_torn(text: str) -> bool:
    """Half of a pair, as JSON may write it, cannot be kept as UTF-8."""
    return any("\ud800" <= each <= "\udfff" for each in text)


def _number(given: object) -> int | float | EntryFaultCode:
    if isinstance(given, str):
        with suppress(ValueError):
            return _finite(float(given) if _has_point(given) else int(given))
        return EntryFaultCode.NOT_A_NUMBER
    if isinstance(given, bool) or not isinstance(given, int | float):
        return EntryFaultCode.NOT_A_NUMBER
    return _finite(given)


def _finite(number: float) -> int | float | EntryFaultCode:
    """Give a number that a database and JSON can hold; whole ones without a point."""
    with suppress(OverflowError):
        if math.isfinite(number) and abs(number) < 1e15:  # noqa: PLR2004  exact as a float
            return int(number) if float(number).is_integer() else number
    return EntryFaultCode.NOT_A_NUMBER


def _has_point(text: str) -> bool:
    return any(mark in text.lower() for mark in ".en")


def _id(text: str) -> str | EntryFaultCode:
    with suppress(ValueError):
        return str(UUID(text))
    return EntryFaultCode.NOT_AN_ID


def _parsed(parse: Callable[[str], object], code: EntryFaultCode) -> Callable[[str], Any]:
    """Take what a parser takes, as it was written."""

    def read(text: str) -> str | EntryFaultCode:
        with suppress(ValueError):
            parse(text)
            return text
        return code

    return read


def _matching(pattern: re.Pattern[str], code: EntryFaultCode) -> Callable[[str], Any]:
    return lambda text: text if pattern.fullmatch(text) else code


_READERS: Final[Mapping[Value, Callable[[str], Any]]] = {
    Value.ID: _id,
    Value.DAY: _parsed(date.fromisoformat, EntryFaultCode.NOT_A_DAY),
    Value.CLOCK: _parsed(clock_of, EntryFaultCode.NOT_A_TIME),
    Value.MOMENT: _parsed(datetime.fromisoformat, EntryFaultCode.NOT_A_DAY),
    Value.WEB: _matching(_WEB, EntryFaultCode.NOT_A_WEB_ADDRESS),
    Value.EMAIL: _matching(_EMAIL, EntryFaultCode.NOT_AN_EMAIL),
}
