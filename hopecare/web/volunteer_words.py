"""When a volunteer has time and how often they may be asked, in words for staff and for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.language import N_
from hopecare.web.requests.volunteer import PartOfWeek, parts_from_slots

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.language.reader import Reader
    from models import VolunteerProfile

PARTS: Final[Mapping[PartOfWeek, str]] = {
    PartOfWeek.WEEKDAY_MORNING: N_("Weekday mornings"),
    PartOfWeek.WEEKDAY_AFTERNOON: N_("Weekday afternoons"),
    PartOfWeek.WEEKDAY_EVENING: N_("Weekday evenings"),
    PartOfWeek.WEEKEND_MORNING: N_("Weekend mornings"),
    PartOfWeek.WEEKEND_AFTERNOON: N_("Weekend afternoons"),
    PartOfWeek.WEEKEND_EVENING: N_("Weekend evenings"),
}


def time_said(profile: VolunteerProfile, reader: Reader) -> str:
    """Say in which parts of the week they have time."""
    return ", ".join(reader.say(PARTS[each]) for each in parts_from_slots(profile.slots))


def limit_said(profile: VolunteerProfile, reader: Reader) -> str:
    """Say how often they wish to be asked at most, and at which hours; or that the town decides."""
    often = N_("As often as the town asks")
    if profile.askings_a_week is not None:
        often = N_("At most %(number)s a week")
    said = reader.say(often, number=reader.count(profile.askings_a_week or 0))
    if profile.asked_from is None or profile.asked_until is None:
        return said
    hours = N_("only from %(starts)s to %(ends)s")
    starts, ends = f"{profile.asked_from:%H:%M}", f"{profile.asked_until:%H:%M}"
    return f"{said}, {reader.say(hours, starts=starts, ends=ends)}"
