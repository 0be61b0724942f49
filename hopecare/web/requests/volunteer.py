"""What a volunteer offers, when and how far; and when they rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from babel import Locale
from marshmallow import ValidationError, fields, validates_schema

from hopecare.domain.asking import PARTS, WEEKDAYS
from hopecare.domain.channels import ReplyWay
from hopecare.domain.needs import CheckLevel, NeedKind
from hopecare.domain.people import PartOfWeek, StartsFrom
from hopecare.language import N_
from hopecare.services.join_as_volunteer import VolunteerWish
from hopecare.web.complaints import Complaint
from hopecare.web.fields import (
    Code,
    Codes,
    Day,
    Id,
    Phone,
    Request,
    Ticked,
    TimeOfDay,
    Version,
    WholeNumber,
    Words,
)
from hopecare.web.map_points import MapPoint
from hopecare.web.requests.need import CheckWish, HomeFact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, time

    from hopecare.language.reader import Reader
    from hopecare.web.forms import Form
    from models import Person, VolunteerProfile

LANGUAGES: Final = ("ko", "en", "vi", "zh", "th", "ru", "km", "mn", "uz", "ja")
"""Languages a volunteer may be asked for, by their BCP 47 code."""
SMALLEST_RADIUS_M: Final = 500
"""Being asked says that one's own reach covers a home: never more than the nearest band says."""


_PART_NUMBER: Final = {"morning": 1, "afternoon": 2, "evening": 3}
_WORKING_DAYS: Final = 5


class OwnProfileRequest(Request):
    """What volunteers change themselves."""

    skills = Codes(NeedKind, required=True)
    languages = fields.List(Words(longest=12))
    avoids = Codes(HomeFact)
    hours = Codes(PartOfWeek, required=True)
    radius_m = WholeNumber(least=SMALLEST_RADIUS_M, most=50_000, required=True)
    max_active = WholeNumber(least=0, most=20, required=True)
    askings_a_week = WholeNumber(least=1, most=20)
    asked_from = TimeOfDay()
    asked_until = TimeOfDay()
    starts_from = Code(StartsFrom, load_default=StartsFrom.HOME)
    workplace = Words(longest=80, emoji=False)
    version = Version()

    @validates_schema(skip_on_field_errors=False)
    def own_hours_have_both_ends(self, data: dict[str, Any], **_: object) -> None:
        """Ask for the other end of the hours where one stands alone."""
        ends = ("asked_from", "asked_until")
        for name, other in (ends, ends[::-1]):
            if data.get(name) is None and data.get(other) is not None:
                raise ValidationError(Complaint("required"), name)
        begins, until = (data.get(name) for name in ends)
        if begins is not None and until is not None and until < begins:
            raise ValidationError(Complaint("hours_over_midnight"), "asked_until")


class VolunteerRequest(OwnProfileRequest):
    """What a coordinator changes: also the check somebody passed, and how they answer."""

    check_level = Code(CheckWish, required=True)
    check_expires_on = Day()
    answers_by = Code(ReplyWay, required=True)


class JoinRequest(Request):
    """What a new volunteer offers: the same, with no version to compare."""

    skills = Codes(NeedKind, required=True)
    languages = fields.List(Words(longest=12))
    avoids = Codes(HomeFact)
    hours = Codes(PartOfWeek, required=True)
    radius_m = WholeNumber(least=SMALLEST_RADIUS_M, most=50_000, required=True)
    max_active = WholeNumber(least=0, most=20, required=True)
    starts_from = Code(StartsFrom, load_default=StartsFrom.HOME)
    workplace = Words(longest=80, emoji=False)
    check_level = Code(CheckWish, required=True)
    check_expires_on = Day()
    answers_by = Code(ReplyWay, required=True)


class RegisterVolunteerRequest(JoinRequest):
    """Who would like to help, where they live, and what they offer."""

    full_name = Words(required=True, longest=80, emoji=False)
    phone = Phone(required=True)
    phone_is_shared = Ticked()
    area_id = Id(required=True)
    address = Words(longest=200)
    point = MapPoint()
    language = Words(longest=8, load_default="ko")
    somebody_else = Ticked()


OWN_LABELS = {
    "skills": N_("Helps with"),
    "hours": N_("Has time"),
    "radius_m": N_("How far"),
    "max_active": N_("How many tasks at once"),
    "askings_a_week": N_("How often a week at most"),
    "asked_from": N_("From what time of day"),
    "asked_until": N_("Until what time of day"),
    "languages": N_("Speaks"),
    "avoids": N_("Would rather not meet"),
    "starts_from": N_("From where we measure the way"),
    "workplace": N_("Workplace or school"),
}
LABELS = {
    **OWN_LABELS,
    "check_level": N_("Check"),
    "check_expires_on": N_("Check holds until"),
    "answers_by": N_("Answers"),
}
"""What the pages call each field, for whoever was second."""


class AwayRequest(Request):
    """Until when somebody rests."""

    away_until = Day(future=True)
    version = Version()


def wish_from(data: Mapping[str, Any], *, answers_by: ReplyWay) -> VolunteerWish:
    """Turn what was read into what is offered; the check counts only where staff wrote it."""
    level = data.get("check_level", CheckWish.NONE)
    return VolunteerWish(
        skills=tuple(data["skills"]),
        languages=tuple(code for code in data["languages"] if code in LANGUAGES),
        avoids=tuple(each.value for each in data["avoids"]),
        slots=slots_from_parts(data["hours"]),
        radius_m=data["radius_m"],
        max_active=data["max_active"],
        check_level=CheckLevel(int(level.value)),
        check_expires_on=data.get("check_expires_on"),
        answers_by=data.get("answers_by", answers_by),
        askings_a_week=data.get("askings_a_week"),
        asked_hours=_hours(data),
        starts_from=data["starts_from"],
        workplace=data.get("workplace") or "",
    )


def _hours(data: Mapping[str, Any]) -> tuple[time, time] | None:
    """The hours in which somebody wishes to be asked; the same hour twice means at any."""
    begins, ends = data.get("asked_from"), data.get("asked_until")
    return None if begins is None or ends is None or begins == ends else (begins, ends)


HOLDS_MORE: Final = N_(
    "It is kept. What is held now goes on; nothing new is asked until fewer tasks are held."
)


def holds_more(form: Form, held: int) -> str | None:
    """Say it truly where somebody sets a limit below what they hold; nothing is taken away."""
    return HOLDS_MORE if form.is_valid and form.data["max_active"] < held else None


def refuse_expired_check(form: Form, *, on: date, before: VolunteerProfile | None = None) -> Form:
    """Refuse to write down a check that has run out already; one that stood there may stay."""
    until = form.data.get("check_expires_on")
    is_new = before is None or before.check_expires_on != until
    if until is not None and until < on and is_new:
        form.refuse("check_expires_on", "date_in_past")
    return form


def slots_from_parts(parts: Iterable[PartOfWeek]) -> str:
    """Write the ticked parts as 28 characters of 0 and 1."""
    free = {tuple(part.value.split("_")) for part in parts}
    return "".join(
        "1" if _name(day, part) in free else "0"
        for day in range(len(WEEKDAYS))
        for part in range(PARTS)
    )


def parts_from_slots(slots: str) -> list[PartOfWeek]:
    """Read which parts stand in 28 characters: a part counts if any of its days does."""
    names = {
        _name(day, part)
        for day in range(len(WEEKDAYS))
        for part in range(PARTS)
        if slots[day * PARTS + part] == "1"
    }
    return [part for part in PartOfWeek if tuple(part.value.split("_")) in names]


def _name(day: int, part: int) -> tuple[str, str]:
    kind = "weekday" if day < _WORKING_DAYS else "weekend"
    return kind, next((name for name, each in _PART_NUMBER.items() if each == part), "night")


def values_of(profile: VolunteerProfile, person: Person) -> dict[str, object]:
    """What stands in the form of a profile."""
    return {
        "starts_from": profile.starts_from,
        "workplace": person.workplace,
        "skills": profile.skills,
        "languages": profile.languages,
        "avoids": profile.avoids,
        "hours": parts_from_slots(profile.slots),
        "radius_m": profile.radius_m,
        "max_active": profile.max_active,
        "check_level": profile.check_level,
        "check_expires_on": profile.check_expires_on,
        "answers_by": profile.answers_by,
        "askings_a_week": profile.askings_a_week,
        "asked_from": f"{profile.asked_from:%H:%M}" if profile.asked_from else None,
        "asked_until": f"{profile.asked_until:%H:%M}" if profile.asked_until else None,
    }


def language_choices(reader: Reader) -> list[tuple[str, str]]:
    """Name the languages that may be asked for."""
    names = Locale(reader.language).languages
    return [(code, str(names.get(code, code))) for code in LANGUAGES]
