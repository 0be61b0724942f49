"""What is written down of a service by hand; its hours one line a day, as they hang on a door."""

from __future__ import annotations

import re
from datetime import time
from typing import Final

from marshmallow import ValidationError, fields, validate

from hopecare.domain.asking import WEEKDAYS
from hopecare.domain.needs import NeedKind
from hopecare.domain.opening_hours import END_OF_DAY, LONGEST_NIGHT, minutes_open
from hopecare.domain.service_facts import ReachedBy
from hopecare.web.complaints import Complaint
from hopecare.web.fields import Codes, Id, Ids, Note, Request, Ticked, Version, Words
from hopecare.web.map_points import MapPoint
from hopecare.web.office_fields import Mail, OfficePhone

Window = tuple[time, time]
_WINDOW: Final = re.compile(r"(\d{1,2}):(\d{2})\s*[-–~]\s*(\d{1,2}):(\d{2})")
_ALL_DAY: Final = frozenset({"24h", "24시간", "day and night", "밤낮"})
"""How a door says that somebody is always there."""
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
LONGEST: Final = 100
DAYS: Final = WEEKDAYS


def windows_of(text: str | None) -> list[Window]:
    """Read `09:00-12:00, 22:00-06:00`, one after the other; refuse what is no such line.

    The last one may go on until the next morning; `24:00` is the end of a day.
    """
    parts = [part.strip() for part in (text or "").split(",") if part.strip()]
    windows = sorted(_window(part) for part in parts)
    ends = [each for opens, closes in windows for each in (_minute(opens), _until(opens, closes))]
    if ends != sorted(set(ends)):
        raise ValidationError(Complaint("not_hours"))
    return windows


def written_hours(windows: list[Window]) -> str:
    """Say windows as the form reads them."""
    return ", ".join(f"{opens:%H:%M}-{_clock(closes)}" for opens, closes in sorted(windows))


def _window(part: str) -> Window:
    if part.casefold() in _ALL_DAY:
        return time.min, END_OF_DAY
    found = _WINDOW.fullmatch(part)
    if found is None:
        raise ValidationError(Complaint("not_hours"))
    hours = [int(each) for each in found.groups()]
    try:
        opens = time(hours[0], hours[1])
        closes = END_OF_DAY if hours[2:] == [24, 0] else time(hours[2], hours[3])
    except ValueError as error:
        raise ValidationError(Complaint("not_hours")) from error
    if closes == time.min:
        closes = END_OF_DAY
    if closes <= opens and minutes_open(opens, closes) > LONGEST_NIGHT:
        raise ValidationError(Complaint("not_hours"))
    return opens, closes


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _until(opens: time, closes: time) -> int:
    return _minute(opens) + minutes_open(opens, closes)


def _clock(closes: time) -> str:
    return "24:00" if closes == END_OF_DAY else f"{closes:%H:%M}"


class DayHours(fields.Field[str]):
    """The hours of one day, written alike however they were typed; empty where nobody is there."""

    def _deserialize(self, value: object, *_: object, **__: object) -> str:
        if len(str(value)) > LONGEST:
            raise ValidationError(Complaint("not_hours"))
        return written_hours(windows_of(str(value)))


class PlaceRequest(Request):
    """Where a service is given: an address, and a point of the map or a district."""

    place_address = Words(longest=200)
    place_area_id = Id()
    place_point = MapPoint()


class ChangeServiceRequest(PlaceRequest):
    """What it is, who qualifies, when, where and how they are reached, in which languages."""

    name = Words(required=True, longest=80)
    name_en = Words(longest=80)
    description = Note(longest=1000)
    programme = Words(longest=60)
    qualifies = Note(longest=500)
    mon = DayHours()
    tue = DayHours()
    wed = DayHours()
    thu = DayHours()
    fri = DayHours()
    sat = DayHours()
    sun = DayHours()
    hours_words = Note(longest=500)
    languages = fields.List(
        fields.String(validate=validate.Regexp(_LANGUAGE, error=Complaint("not_a_choice")))
    )
    needs = Codes(NeedKind)
    reached_by = Codes(ReachedBy)
    area_ids = Ids()
    contact_name = Words(longest=80)
    contact_duty = Words(longest=80)
    contact_phone = OfficePhone(longest=40)
    contact_email = Mail(longest=120)
    closed_for_now = Ticked()
    version = Version()
