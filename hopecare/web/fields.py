"""The fields requests are made of: read as people write, refused with codes.

They are the only validators of both doors, so they take what a form sends (always words) and what
JSON sends. What was left empty is None, or an empty list.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time
from enum import Enum
from typing import Any, ClassVar, Final, TypeVar
from uuid import UUID

from babel.numbers import get_currency_precision
from marshmallow import Schema, ValidationError, fields
from marshmallow.constants import missing

from hopecare.domain.amounts import is_other_money, read_amount
from hopecare.domain.phone import PhoneNumber
from hopecare.errors import PhoneRefusedError
from hopecare.reading.dates import read_birth_date, read_typed_day
from hopecare.reading.faults import FaultCode
from hopecare.web.complaints import Complaint
from hopecare.web.language import current_reader
from hopecare.web.town import current_town

Member = TypeVar("Member", bound=Enum)
LONGEST_NOTE: Final = 4000
LARGEST_NUMBER: Final = 10**12
A_BIRTH_DATE: Final = "1950-03-05"
EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2999, 12, 31)
"""The example of one; any other day is shown as today would be written."""
_EMOJI: Final = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d\u20e3]")
_CLOCK: Final = re.compile(r"(\d{1,2})\s*(?::|시)\s*(\d{2})?\s*분?")
_TRUTH: Final = {
    "yes": True, "no": False, "unknown": None, "on": True, "true": True, "false": False,
    "1": True, "0": False,
}  # fmt: skip


def is_shown(sign: str) -> bool:
    """Say whether a page can carry this sign: no control signs, no halves of signs."""
    return sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs", "Co", "Cn"}


class Request(Schema):
    """The root of all requests: every refusal is a code."""

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Speak in codes, and let what may be left out be left out."""
        del field_name
        field_obj.error_messages = {key: Complaint(key) for key in field_obj.error_messages}
        if not field_obj.required and field_obj.load_default is missing:
            is_list = isinstance(field_obj, fields.List)
            field_obj.load_default = list if is_list else None
            field_obj.allow_none = True


class Words(fields.Field[str | None]):
    """One line of words, trimmed and composed."""

    has_lines: ClassVar[bool] = False

    def __init__(self, *, longest: int = 200, emoji: bool = True, **options: Any) -> None:  # noqa: ANN401
        """Take at most `longest` characters; without emoji where a text may carry it on."""
        super().__init__(**options)
        self.longest = longest
        self.takes_emoji = emoji

    def _deserialize(self, value: object, *_: object, **__: object) -> str | None:
        if not isinstance(value, str):
            raise ValidationError(Complaint("not_words"))
        plain = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n")
        plain = plain.strip()
        # First of all: nothing below is worth looking for in ten megabytes.
        if len(plain) > self.longest:
            raise ValidationError(Complaint("too_long", limit=self.longest, given=len(plain)))
        if any(self._is_forbidden(sign) for sign in plain):
            raise ValidationError(Complaint("control_character"))
        if not self.takes_emoji and _EMOJI.search(plain):
            raise ValidationError(Complaint("emoji"))
        if not plain and self.required:
            raise ValidationError(Complaint("required"))
        return plain or None

    def _is_forbidden(self, sign: str) -> bool:
        return not is_shown(sign) or (sign == "\n" and not self.has_lines)


class Note(Words):
    """Words over many lines; emoji stay."""

    has_lines: ClassVar[bool] = True

    def __init__(self, *, longest: int = LONGEST_NOTE, **options: Any) -> None:  # noqa: ANN401
        """Take at most `longest` characters."""
        super().__init__(longest=longest, **options)


class Phone(fields.Field[PhoneNumber]):
    """A telephone number as people of the town write it."""

    def _deserialize(self, value: object, *_: object, **__: object) -> PhoneNumber:
        town = current_town()
        try:
            return PhoneNumber.parse(str(value), town.country, allow_invented=town.is_demonstration)
        except PhoneRefusedError as error:
            raise ValidationError(Complaint(f"phone_{error.facts['code']}")) from error


class Day(fields.Field[date]):
    """A day in any usual notation, in the past, in the future, or either."""

    def __init__(self, *, past: bool = False, future: bool = False, **options: Any) -> None:  # noqa: ANN401
        """Take today and earlier with `past`, today and later with `future`."""
        super().__init__(**options)
        self.past = past
        self.future = future

    def _complaint(self, code: str) -> Complaint:
        """A mistake in writing; the sentence shows how today would be written."""
        return Complaint(code)

    def _deserialize(self, value: object, *_: object, **__: object) -> date:
        today = current_reader().today
        found = self._read(str(value), today)
        if isinstance(found, FaultCode):
            raise ValidationError(self._complaint(found.value))
        if self.past and found > today:
            raise ValidationError(Complaint("date_in_future"))
        if self.future and found < today:
            raise ValidationError(Complaint("date_in_past"))
        return found

    def _read(self, text: str, today: date) -> date | FaultCode:
        return read_typed_day(text, today=today, past=self.past, future=self.future)


class DayOfMoments(Day):
    """A day whose first and last moment there is in every zone: none at the end of all years."""

    def _deserialize(self, value: object, *more: object, **options: object) -> date:
        found = super()._deserialize(value, *more, **options)
        if not EARLIEST <= found <= LATEST:
            raise ValidationError(
                Complaint("date_too_early" if found < EARLIEST else "date_too_late")
            )
        return found


class BirthDate(Day):
    """A birth date: never in the future, never more than a long life ago."""

    def _complaint(self, code: str) -> Complaint:
        """Nobody was born today: the sentence shows a day that could be meant."""
        return Complaint(code, day=A_BIRTH_DATE)

    def _read(self, text: str, today: date) -> date | FaultCode:
        return read_birth_date(text, today=today)


class TimeOfDay(fields.Field[time]):
    """An hour and minutes on a clock: 09:30, 9시 30분."""

    def _deserialize(self, value: object, *_: object, **__: object) -> time:
        found = _CLOCK.fullmatch(str(value).strip())
        try:
            return time(int(found[1]), int(found[2] or 0)) if found else self._refuse()
        except ValueError:
            return self._refuse()

    def _refuse(self) -> time:
        raise ValidationError(Complaint("not_a_time"))


class WholeNumber(fields.Field[int]):
    """A whole number between two others."""

    def __init__(self, *, least: int = 0, most: int = LARGEST_NUMBER, **options: Any) -> None:  # noqa: ANN401
        """Take a number from `least` to `most`."""
        super().__init__(**options)
        self.least = least
        self.most = most

    def _deserialize(self, value: object, *_: object, **__: object) -> int:
        plain = unicodedata.normalize("NFKC", str(value)).replace(",", "").strip()
        if isinstance(value, bool) or not re.fullmatch(r"-?\d{1,15}", plain):
            raise ValidationError(Complaint("not_a_number"))
        number = int(plain)
        if not self.least <= number <= self.most:
            raise ValidationError(Complaint("out_of_range", least=self.least, most=self.most))
        return number


class Amount(fields.Field[int]):
    """An amount of the town's money as people write it, kept in its smallest unit."""

    def __init__(self, *, most: int = LARGEST_NUMBER, **options: Any) -> None:  # noqa: ANN401
        """Take from nothing to `most` smallest units."""
        super().__init__(**options)
        self.most = most

    def _deserialize(self, value: object, *_: object, **__: object) -> int:
        amount = None if isinstance(value, bool) else read_amount(str(value))
        if amount is None:
            raise ValidationError(Complaint("not_an_amount"))
        currency = current_town().currency
        if is_other_money(str(value), currency):
            raise ValidationError(Complaint("other_money", currency=currency))
        minor = amount.scaleb(get_currency_precision(currency))
        if minor != int(minor):
            raise ValidationError(Complaint("not_an_amount"))
        if not 0 <= minor <= self.most:
            raise ValidationError(Complaint("out_of_range", least=0, most=self.most))
        return int(minor)


class Code(fields.Field[Member]):
    """One member of an enum, by its value."""

    def __init__(self, kind: type[Member] | tuple[Member, ...], **options: Any) -> None:  # noqa: ANN401
        """Take the members of `kind`, an enum or some of one."""
        super().__init__(**options)
        self.kind = kind

    def _deserialize(self, value: object, *_: object, **__: object) -> Member:
        members = {str(member.value): member for member in self.kind}
        if str(value) not in members:
            raise ValidationError(Complaint("not_a_choice"))
        return members[str(value)]


class Codes(fields.List[Member]):
    """Several members of an enum."""

    def __init__(self, kind: type[Member], **options: Any) -> None:  # noqa: ANN401
        """Take members of `kind`, none of them too if not required."""
        super().__init__(Code(kind), **options)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> list[Any]:  # noqa: ANN401
        members = super()._deserialize(value, *args, **kwargs)
        if self.required and not members:
            raise ValidationError(Complaint("choose_one"))
        return list(dict.fromkeys(members))


class Ticked(fields.Field[bool]):
    """A box that was ticked or left."""

    def __init__(self, *, must: bool = False, **options: Any) -> None:  # noqa: ANN401
        """With `must`, it has to be ticked."""
        super().__init__(**({"load_default": False} if not must else {"required": True}) | options)
        self.must = must

    def _deserialize(self, value: object, *_: object, **__: object) -> bool:
        is_ticked = _TRUTH.get(str(value).lower(), False)
        if self.must and not is_ticked:
            raise ValidationError(Complaint("required"))
        return bool(is_ticked)


class YesNo(fields.Field[bool | None]):
    """Yes, no, or unknown, which is None and an answer of its own."""

    def _deserialize(self, value: object, *_: object, **__: object) -> bool | None:
        plain = str(value).lower()
        if plain not in _TRUTH:
            raise ValidationError(Complaint("not_a_choice"))
        return _TRUTH[plain]


class Id(fields.Field[UUID]):
    """The key of a row."""

    def _deserialize(self, value: object, *_: object, **__: object) -> UUID:
        try:
            return UUID(str(value))
        except ValueError as error:
            raise ValidationError(Complaint("not_a_choice")) from error


class Ids(fields.List[UUID]):
    """The keys of several rows."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401
        """Take keys, none of them too."""
        super().__init__(Id(), **options)


class Version(WholeNumber):
    """The version of the row that a form was filled from."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401
        """Always carried by forms that edit."""
        super().__init__(least=1, **{"required": True} | options)
