"""When a volunteer has time and how often they may be asked, in words for staff and for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.language import N_
from hopecare.web.requests.volunteer import parts_from_slots

if TYPE_CHECKING:
    from hopecare.language.reader import Reader
    from models import VolunteerProfile


def time_said(profile: VolunteerProfile, reader: Reader) -> str:
    """Say in which parts of the week they have time."""
    return ", ".join(reader.label(each) for each in parts_from_slots(profile.slots))


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
