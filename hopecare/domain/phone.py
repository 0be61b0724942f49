"""Telephone numbers: read as people write them, kept in one form, and kept from being invented.

Demonstrations need numbers that ring nowhere. Britain and America keep ranges for fiction. Korea
keeps none, but never gives out a number whose exchange begins with 0 (after 010, exchanges 0000 to
1999 are left free so that a short call cannot end at 112 or 070), so those ring nowhere either.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from hopecare.errors import PhoneRefusedError

DEMO_PREFIX: Final = "+82100"
"""Invented mobile numbers of the demonstration town begin so: 010-0xxx-xxxx."""
DEMO_LANDLINE_PREFIX: Final = "+82310"
"""Invented landlines of the demonstration town begin so: 031-0xx-xxxx."""
LONGEST_INPUT: Final = 40
SHORT_TAIL: Final = 4
LONG_TAIL: Final = 8
"""How many of a number's last digits people say in place of the whole: 2345-6789, or 6789."""

_INVENTED_MOBILE: Final = re.compile(r"\+82100\d{7}|\+447700900\d{3}|\+1\d{3}55501\d{2}")
_INVENTED_LANDLINE: Final = re.compile(r"\+82310\d{6,7}|\+441632960\d{3}")
_KOREAN_MOBILE_LENGTH: Final = len("+821023456789")
_EXTENSION: Final = re.compile(
    r"[\s,(]*(?:내선(?:번호)?|구내|ext(?:ension)?|x|#)[\s:-]*(\d{1,6})\s*\)?\s*$", re.IGNORECASE
)
"""The desk behind a number: 02-123-4567 내선 3, or ext 3."""
_COUNTRY_FIRST: Final = re.compile(r"\s*\(?[1-9]\d?\)?[-\s.]")
"""A first part of one or two digits without a nought: no country's own numbers begin so but few."""
_DASHES: Final = dict.fromkeys(map(ord, "‐‑‒–—―−ー─·.·・"), "-")
_MOBILE: Final = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})


class PhoneFault(StrEnum):
    """Why something cannot be taken as a telephone number."""

    EMPTY = "empty"
    NOT_A_NUMBER = "not_a_number"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    NOT_IN_USE = "not_in_use"
    """Well formed, but no such number is ever given out."""
    INVENTED = "invented"
    """From the range of the demonstration, where only real numbers are taken."""


_FAULT_OF: Final = {
    NumberParseException.TOO_SHORT_AFTER_IDD: PhoneFault.TOO_SHORT,
    NumberParseException.TOO_SHORT_NSN: PhoneFault.TOO_SHORT,
    NumberParseException.TOO_LONG: PhoneFault.TOO_LONG,
}


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A telephone number that was read successfully; only ever made by `parse`."""

    e164: str

    @classmethod
    def parse(cls, raw: str, region: str, *, allow_invented: bool = False) -> PhoneNumber:
        """Read a number as people write it in this country, or refuse with a code."""
        found = _read(_tidied(raw), region)
        e164 = phonenumbers.format_number(found, PhoneNumberFormat.E164)
        number = cls(e164)
        if number.is_invented:
            if not allow_invented:
                raise PhoneRefusedError(code=PhoneFault.INVENTED.value)
            return number
        _refuse_impossible(found, e164)
        return number

    @property
    def is_invented(self) -> bool:
        """Whether it belongs to the ranges that ring nowhere."""
        return bool(
            _INVENTED_MOBILE.fullmatch(self.e164) or _INVENTED_LANDLINE.fullmatch(self.e164)
        )

    @property
    def is_mobile(self) -> bool:
        """Whether a text can reach it, as far as the number itself tells."""
        if self.is_invented:
            return _INVENTED_MOBILE.fullmatch(self.e164) is not None
        return phonenumbers.number_type(_of(self.e164)) in _MOBILE

    @property
    def national(self) -> str:
        """The way it is written at home: 010-2345-6789."""
        return phonenumbers.format_number(_of(self.e164), PhoneNumberFormat.NATIONAL)

    def written_for(self, region: str) -> str:
        """The way it is written for a reader in this country."""
        if region in phonenumbers.region_codes_for_country_code(_of(self.e164).country_code or 0):
            return self.national
        return phonenumbers.format_number(_of(self.e164), PhoneNumberFormat.INTERNATIONAL)

    @property
    def last_four(self) -> str:
        """Enough to tell two apart on a screen, not enough to ring."""
        return self.e164[-4:]


def last_digits(raw: str) -> str | None:
    """Read the last four or eight digits of a number, where nothing more was typed."""
    try:
        digits = re.sub(r"[-\s]", "", _tidied(raw))
    except PhoneRefusedError:
        return None
    is_tail = len(digits) in {SHORT_TAIL, LONG_TAIL} and digits.isdecimal() and digits.isascii()
    return digits if is_tail else None


def dialled(raw: str) -> str:
    """Give the digits that tell a number from another, without its country and leading noughts.

    02-123-4567, 82-2-123-4567 and +82 2 123 4567 are one number; 070-123-4567 is another, and so
    is the desk behind an extension.
    """
    try:
        written = _tidied(raw)
    except PhoneRefusedError:
        written = raw
    extension = _EXTENSION.search(written)
    line = written[: extension.start()] if extension else written
    digits = _at_home(line) or "".join(sign for sign in line if sign.isdecimal()).lstrip("0")
    return f"{digits}x{extension.group(1)}" if extension and digits else digits


def _at_home(line: str) -> str | None:
    """Give the number without its country, where one is written: with a plus, or as the first part.

    Who writes 82-2-… means the country; a number that would be none by that is left as it is.
    """
    has_plus = line.lstrip().startswith("+")
    if not has_plus and not _COUNTRY_FIRST.match(line):
        return None
    try:
        found = phonenumbers.parse(line if has_plus else f"+{line}", None)
    except NumberParseException:
        return None
    if not has_plus and not phonenumbers.is_valid_number(found):
        return None
    return str(found.national_number)


def at_home(e164: str) -> str:
    """A kept number as people of its own country dial it: 031-234-5678."""
    try:
        return PhoneNumber(e164).national
    except NumberParseException:
        return e164


def invented_number(count: int, *, is_mobile: bool = True) -> PhoneNumber:
    """The demonstration town's number of this count; different for each of the first million."""
    rest = f"{count % 10**6:06d}" if not is_mobile else f"{count % 10**7:07d}"
    prefix = DEMO_PREFIX if is_mobile else DEMO_LANDLINE_PREFIX
    return PhoneNumber.parse(prefix + rest, "KR", allow_invented=True)


def _tidied(raw: str) -> str:
    """Plain digits and plain dashes, without what cannot be seen."""
    folded = unicodedata.normalize("NFKC", raw).translate(_DASHES)
    shown = "".join(each for each in folded if unicodedata.category(each) not in {"Cf", "Cc"})
    text = shown.strip()
    if not text:
        raise PhoneRefusedError(code=PhoneFault.EMPTY.value)
    if len(text) > LONGEST_INPUT:
        raise PhoneRefusedError(code=PhoneFault.TOO_LONG.value)
    return text


def _read(text: str, region: str) -> phonenumbers.PhoneNumber:
    """The library's reading, with its refusals in our words."""
    if re.search(r"[^\d+\-()/ ]", text):
        # The library reads "1-800-FLOWERS" and extensions; nobody here writes so on purpose.
        raise PhoneRefusedError(code=PhoneFault.NOT_A_NUMBER.value)
    try:
        return phonenumbers.parse(text, region)
    except NumberParseException as error:
        fault = _FAULT_OF.get(error.error_type, PhoneFault.NOT_A_NUMBER)
        raise PhoneRefusedError(code=fault.value) from error


def _refuse_impossible(found: phonenumbers.PhoneNumber, e164: str) -> None:
    """Refuse a length or a beginning that no real number has."""
    reason = phonenumbers.is_possible_number_with_reason(found)
    # The library is lenient about what follows 010; today it is always eight digits.
    missing = _KOREAN_MOBILE_LENGTH - len(e164) if e164.startswith("+8210") else 0
    if missing > 0 or reason == phonenumbers.ValidationResult.TOO_SHORT:
        raise PhoneRefusedError(code=PhoneFault.TOO_SHORT.value)
    if missing < 0 or reason == phonenumbers.ValidationResult.TOO_LONG:
        raise PhoneRefusedError(code=PhoneFault.TOO_LONG.value)
    if not phonenumbers.is_valid_number(found):
        raise PhoneRefusedError(code=PhoneFault.NOT_IN_USE.value)


def _of(e164: str) -> phonenumbers.PhoneNumber:
    """The library's own form of a number already read."""
    return phonenumbers.parse(e164, None)
