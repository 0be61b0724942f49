"""Telephone numbers out of cells: as people write them, and as spreadsheets spoil them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hopecare.domain.people import ContactKind
from hopecare.domain.phone import PhoneNumber
from hopecare.errors import PhoneRefusedError
from hopecare.reading.faults import FaultCode

# 1.01235E+09: the spreadsheet has thrown the last digits away, so there is nothing to restore.
ROUNDED = re.compile(r"\d(\.\d+)?e\+?\d+", re.IGNORECASE)
# 1012345678 was 010…: the library gives the 0 back. What follows a point is only the number's form.
NUMBER_FORM = re.compile(r"(\d{8,})\.0+")


@dataclass(frozen=True, slots=True)
class PhoneSeen:
    """A telephone number, and whether it is a mobile."""

    number: str
    kind: ContactKind


def read_phone(text: str, *, country: str, allow_invented: bool) -> PhoneSeen | FaultCode:
    """One number in E.164 with its kind, or why it is none."""
    plain = NUMBER_FORM.sub(r"\1", text.strip())
    if ROUNDED.fullmatch(plain):
        return FaultCode.PHONE_ROUNDED
    try:
        number = PhoneNumber.parse(plain, country, allow_invented=allow_invented)
    except PhoneRefusedError:
        return FaultCode.PHONE_UNREADABLE
    kind = ContactKind.MOBILE if number.is_mobile else ContactKind.LANDLINE
    return PhoneSeen(number.e164, kind)
