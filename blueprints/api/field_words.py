"""What each field of our requests takes in JSON: its description, and whether a value fits it.

Forms take what people write ("9시 30분", "1,200"); a program says exactly what is described.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from hopecare.domain.packets import Mark
from hopecare.web import fields
from hopecare.web.map_points import MapPoint
from hopecare.web.requests.refer import MarkedObservation

if TYPE_CHECKING:
    from collections.abc import Callable

    from marshmallow import fields as plain

Described = dict[str, Any]
CLOCK: Final = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
AMOUNT: Final = r"^[0-9]{1,12}(\.[0-9]{1,2})?$"
POINT: Final = r"^-?[0-9]{1,3}(\.[0-9]{1,15})?, ?-?[0-9]{1,3}(\.[0-9]{1,15})?$"
MARKED: Final = f"^[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}:({'|'.join(Mark)})$"
_MARKED: Final = re.compile(MARKED.replace("$", r"\Z"))
_CLOCK: Final = re.compile(CLOCK.replace("$", r"\Z"))
_POINT: Final = re.compile(POINT.replace("$", r"\Z"))
_AMOUNT: Final = re.compile(AMOUNT.replace("$", r"\Z"))


def _words(field: Any) -> Described:  # noqa: ANN401  one of our fields, as below
    least = {"minLength": 1} if field.required else {}
    return {"type": "string", "maxLength": field.longest, **least}


def _number(field: Any) -> Described:  # noqa: ANN401
    return {"type": "integer", "minimum": field.least, "maximum": field.most}


def _code(field: Any) -> Described:  # noqa: ANN401
    return {"type": "string", "enum": [str(member.value) for member in field.kind]}


def _as(**described: Any) -> Callable[[Any], Described]:  # noqa: ANN401
    return lambda _field: dict(described)


def is_words(value: object) -> bool:
    """Whether it is text."""
    return isinstance(value, str)


def is_day(value: object) -> bool:
    """Whether it is a day like 2026-06-01."""
    return isinstance(value, str) and len(value) == len("2026-06-01") and _reads(date, value)


def is_number(value: object) -> bool:
    """Whether it is a whole number."""
    is_whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    return is_whole and not isinstance(value, bool)


def is_id(value: object) -> bool:
    """Whether it is a key with its hyphens."""
    try:
        return isinstance(value, str) and str(UUID(value)) == value.lower()
    except ValueError:
        return False


def is_truth(value: object) -> bool:
    """Whether it is true or false."""
    return isinstance(value, bool)


def _reads(kind: type[date], value: str) -> bool:
    try:
        kind.fromisoformat(value)
    except ValueError:
        return False
    return True


TABLE: Final[tuple[tuple[type[Any], Callable[[Any], Described], Callable[[object], bool]], ...]] = (
    (fields.Words, _words, is_words),
    (fields.Phone, _as(type="string", minLength=4, maxLength=40), is_words),
    (fields.Day, _as(type="string", format="date"), is_day),
    (
        fields.TimeOfDay,
        _as(type="string", pattern=CLOCK),
        lambda value: is_words(value) and _CLOCK.match(str(value)) is not None,
    ),
    (fields.WholeNumber, _number, is_number),
    (
        fields.Amount,
        _as(type="string", pattern=AMOUNT, description="Of the town's money, such as 12000."),
        lambda value: is_words(value) and _AMOUNT.match(str(value)) is not None,
    ),
    (
        MarkedObservation,
        _as(type="string", pattern=MARKED, description="The key of what was seen, and its mark."),
        lambda value: is_words(value) and _MARKED.match(str(value)) is not None,
    ),
    (
        MapPoint,
        _as(
            type="string",
            pattern=POINT,
            description="Latitude, then longitude, such as 37.636, 127.217.",
        ),
        lambda value: is_words(value) and _POINT.match(str(value)) is not None,
    ),
    (fields.Code, _code, is_words),
    (fields.Ticked, _as(type="boolean"), is_truth),
    (fields.YesNo, _as(type="boolean"), is_truth),
    (fields.Id, _as(type="string", format="uuid"), is_id),
)
"""Each field of ours, its description, and what fits; the first that matches counts."""


def described(_converter: object, field: plain.Field[Any], **_options: object) -> Described:
    """Describe one field of ours to the specification; nothing for a library's own."""
    found = next((row for row in TABLE if isinstance(field, row[0])), None)
    if found is None:
        return {}
    words = found[1](field)
    if not field.allow_none or is_in_address(field):
        return words
    enum = {"enum": [*words["enum"], None]} if "enum" in words else {}
    return {**words, **enum, "type": [words["type"], "null"]}


def is_in_address(field: plain.Field[Any]) -> bool:
    """Whether it stands in a query, where there is no null."""
    return getattr(field.root, "is_query", False)


def fits(field: plain.Field[Any], value: object) -> bool:
    """Say whether a value is of the kind that is described, before it is read."""
    if value is None:
        return bool(field.allow_none)
    found = next((row for row in TABLE if isinstance(field, row[0])), None)
    return True if found is None else found[2](value)
