"""Fields of offices: numbers with an extension, addresses of mail and of pages."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from marshmallow import ValidationError

from hopecare.domain.phone import PhoneFault, PhoneNumber
from hopecare.errors import PhoneRefusedError
from hopecare.web.complaints import Complaint
from hopecare.web.fields import Words
from hopecare.web.town import current_town

_MAIL: Final = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+")
FEWEST_DIGITS: Final = 3
"""Some offices have numbers as short as 110."""


class OfficePhone(Words):
    """An office's number: as it is dialled, or as written where an extension stands behind it."""

    def _deserialize(self, value: object, *rest: object, **options: object) -> str | None:
        words = super()._deserialize(value, *rest, **options)
        if words is None:
            return None
        town = current_town()
        try:
            return PhoneNumber.parse(words, town.country, allow_invented=town.is_demonstration).e164
        except PhoneRefusedError as error:
            is_invented = error.facts["code"] == PhoneFault.INVENTED.value
            if is_invented or sum(sign.isdigit() for sign in words) < FEWEST_DIGITS:
                raise ValidationError(Complaint(f"phone_{error.facts['code']}")) from error
            return words


class Mail(Words):
    """An address one can write to."""

    def _deserialize(self, value: object, *rest: object, **options: object) -> str | None:
        words = super()._deserialize(value, *rest, **options)
        if words is not None and not _MAIL.fullmatch(words):
            raise ValidationError(Complaint("not_mail"))
        return words


class PageAddress(Words):
    """The address of a page; without `https://` it is put there."""

    def _deserialize(self, value: object, *rest: object, **options: object) -> str | None:
        words = super()._deserialize(value, *rest, **options)
        if words is None:
            return None
        whole = words if "://" in words else f"https://{words}"
        try:
            parts = urlsplit(whole)
            is_page = parts.scheme in {"http", "https"} and "." in (parts.hostname or "")
        except ValueError:
            is_page = False
        if not is_page or re.search(r"\s", whole):
            raise ValidationError(Complaint("not_a_page"))
        return whole
