"""What came of a call somebody owed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from marshmallow import ValidationError, validates_schema

from hopecare.domain.calls import CallOutcome, WhoseEnd, is_rung_untold
from hopecare.errors import InvalidInputError
from hopecare.services.end_owed_call import CameOfCall
from hopecare.web.complaints import Complaint
from hopecare.web.fields import Code, Day, Note, Request, TimeOfDay
from hopecare.web.language import current_reader

if TYPE_CHECKING:
    from collections.abc import Mapping


class EndCallTaskRequest(Request):
    """The outcome, a note, and when again if it was not a good time."""

    outcome = Code(CallOutcome, required=True)
    whose = Code(WhoseEnd)
    """Of whom it is true, where somebody was rung about another."""
    note = Note(longest=2000)
    again_on = Day(future=True)
    again_at = TimeOfDay()

    @validates_schema
    def _who_rang(self, data: dict[str, Any], **_: object) -> None:
        if data.get("outcome") and is_rung_untold(data["outcome"], data.get("note")):
            raise ValidationError({"note": [Complaint("who_rang")]})


def came_from(data: Mapping[str, Any], now: datetime) -> CameOfCall:
    """Read what came of it, and when to try again where somebody said so; never in the past."""
    again_at = _again_at(data, now)
    if again_at is not None and again_at <= now:
        raise InvalidInputError({"again_on": ["date_in_past"]})
    return CameOfCall(
        outcome=data["outcome"],
        words=data["note"],
        again_at=again_at,
        whose=data.get("whose"),
    )


def _again_at(data: Mapping[str, Any], now: datetime) -> datetime | None:
    if data.get("again_on") is None and data.get("again_at") is None:
        return None
    reader = current_reader()
    zone = ZoneInfo(reader.zone)
    day = data.get("again_on") or reader.today
    clock = data.get("again_at") or now.astimezone(zone).time()
    return datetime.combine(day, clock, zone)
