"""What administrators write to set a value: fields as the table of settings declares them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from hopecare.domain.town_settings import SETTINGS, Part, ValueKind
from hopecare.web.fields import (
    Day,
    Id,
    Request,
    Ticked,
    TimeOfDay,
    Version,
    WholeNumber,
    Words,
    YesNo,
)
from hopecare.web.micro_amount import MicroAmount

if TYPE_CHECKING:
    from marshmallow import fields


class SetSettingRequest(Request):
    """From which day, where and why; `version` counts the entries that stood when it was read."""

    version = Version()
    from_on = Day(required=True, future=True)
    reason = Words(required=True, longest=300)
    centre_id = Id()
    gives_up = Ticked()


@cache
def request_for(key: str) -> type[Request]:
    """Give the schema of one setting: the above, and a field for each of its parts."""
    own = {part.name: _field(part) for part in SETTINGS[key].parts}
    return type("OneSettingRequest", (SetSettingRequest,), own)


def _field(part: Part) -> fields.Field[Any]:
    match part.kind:
        case ValueKind.NUMBER:
            return WholeNumber(least=part.least, most=part.most, required=True)
        case ValueKind.MICROS:
            return MicroAmount(most=part.most, required=True)
        case ValueKind.YES_NO:
            return YesNo(required=True)
        case ValueKind.CLOCK:
            return TimeOfDay(required=True)
