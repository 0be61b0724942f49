"""When a call is rung later, and why not now."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from hopecare.domain.later_calls import LATEST, MORNING, LaterAt, LaterReason, later_times
from hopecare.errors import InvalidInputError
from hopecare.services.put_off_call import Later
from hopecare.web.fields import Code, Day, Note, Request, Ticked, TimeOfDay, Version
from hopecare.web.language import current_reader

if TYPE_CHECKING:
    from collections.abc import Mapping


class PutOffCallRequest(Request):
    """One tap, or a day and an hour of one's own; an hour alone is one of today."""

    when = Code(LaterAt, required=True)
    later_on = Day(future=True)
    later_at = TimeOfDay()
    reason = Code(LaterReason, required=True)
    words = Note(longest=2000)
    knows_late = Ticked()
    version = Version()


def later_from(data: Mapping[str, Any], now: datetime) -> Later:
    """Read when it is rung and why; an hour that is over, or months ahead, is refused."""
    return Later(
        at=_hour_of(data, now),
        reason=data["reason"],
        words=data["words"],
        knows_late=data["knows_late"],
    )


def _hour_of(data: Mapping[str, Any], now: datetime) -> datetime:
    zone, wanted = current_reader().zone, data["when"]
    if wanted is not LaterAt.CHOSEN:
        at = later_times(now, zone).get(wanted)
        if at is None:
            raise InvalidInputError({"when": ["date_in_past"]})
        return at
    if data["later_on"] is None and data["later_at"] is None:
        raise InvalidInputError({"later_on": ["required"]})
    day = data["later_on"] or current_reader().today
    at = datetime.combine(day, data["later_at"] or MORNING, ZoneInfo(zone))
    if at <= now or at > now + LATEST:
        raise InvalidInputError({"later_on": ["date_in_past" if at <= now else "too_far_ahead"]})
    return at
