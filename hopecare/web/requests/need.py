"""What is written down about one help that is needed."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from marshmallow import ValidationError, validates_schema

from hopecare.domain.needs import CheckLevel, NeedKind, NeedRhythm
from hopecare.domain.people import GenderWish
from hopecare.language import N_
from hopecare.services.add_need import NeedWish
from hopecare.web.complaints import Complaint
from hopecare.web.fields import (
    Code,
    Codes,
    Day,
    Note,
    Request,
    Ticked,
    TimeOfDay,
    Version,
    WholeNumber,
    Words,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


class Weekday(StrEnum):
    """A day of the week, as needs keep it."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class HomeFact(StrEnum):
    """Something in a home that some helpers avoid."""

    PETS = "pets"
    SMOKE = "smoke"
    STAIRS = "stairs"


class CheckWish(StrEnum):
    """How thoroughly a helper must have been checked, as a form sends it."""

    NONE = "0"
    BASIC = "1"
    ENHANCED = "2"


class NeedRequest(Request):
    """Kind, rhythm, days, hours, people, language, wishes and words of one need."""

    kind = Code(NeedKind, required=True)
    rhythm = Code(NeedRhythm, required=True)
    from_on = Day(required=True)
    until_on = Day()
    weekdays = Codes(Weekday)
    starts_at = TimeOfDay()
    minutes = WholeNumber(least=5, most=1440, required=True)
    people_needed = WholeNumber(least=1, most=2, load_default=1)
    language = Words(longest=12)
    language_required = Ticked()
    gender_wish = Code(GenderWish, load_default=GenderWish.NONE)
    check_level = Code(CheckWish, load_default=CheckWish.NONE)
    flags = Codes(HomeFact)
    words = Note(longest=2000)

    @validates_schema
    def _agrees_with_itself(self, data: Mapping[str, Any], **_: object) -> None:
        begins, ends = data.get("from_on"), data.get("until_on")
        if begins and ends and ends < begins:
            raise ValidationError({"until_on": [Complaint("ends_before_it_begins")]})
        if data.get("rhythm") is NeedRhythm.WEEKLY and not data.get("weekdays"):
            raise ValidationError({"weekdays": [Complaint("choose_one")]})


class ChangeNeedRequest(NeedRequest):
    """The same, over the need that was read."""

    version = Version()


LABELS = {
    "kind": N_("Kind of help"),
    "rhythm": N_("How often"),
    "weekdays": N_("On which days"),
    "from_on": N_("From"),
    "until_on": N_("Until"),
    "starts_at": N_("At what time"),
    "minutes": N_("How long does it take?"),
    "people_needed": N_("How many helpers at once?"),
    "language": N_("Language"),
    "language_required": N_("Only somebody who speaks this language"),
    "gender_wish": N_("Whom would the resident rather have?"),
    "check_level": N_("Check a helper must have passed"),
    "flags": N_("In the home"),
    "words": N_("What a helper should know"),
}
"""What the page calls each field, for whoever was second."""


def wish_from(data: Mapping[str, Any]) -> NeedWish:
    """Turn what was read into what is wished."""
    begins: date = data["from_on"]
    return NeedWish(
        kind=data["kind"],
        rhythm=data["rhythm"],
        from_on=begins,
        until_on=data["until_on"],
        weekdays=tuple(day.value for day in data["weekdays"]),
        starts_at=data["starts_at"],
        minutes=data["minutes"],
        people_needed=data["people_needed"],
        language=data["language"],
        language_required=data["language_required"],
        gender_wish=data["gender_wish"],
        check_level=CheckLevel(int(data["check_level"].value)),
        flags=tuple(flag.value for flag in data["flags"]),
        words=data["words"],
    )
