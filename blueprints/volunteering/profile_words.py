"""What a volunteer's own page says of each part before it is opened: as it stands now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.needs import NeedKind
from hopecare.language import N_
from hopecare.web.requests.volunteer import language_choices
from hopecare.web.volunteer_words import limit_said, time_said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hopecare.language.reader import Reader
    from models import VolunteerProfile

PARTS: Final[Mapping[str, Sequence[str]]] = {
    "helps": ("skills",),
    "time": ("hours",),
    "far": ("radius_m", "starts_from"),
    "often": ("max_active", "askings_a_week", "asked_from", "asked_until"),
    "more": ("languages", "avoids", "workplace"),
}
"""Each part of the page, and the fields in it."""


def stands_now(profile: VolunteerProfile, reader: Reader) -> dict[str, str]:
    """Say what stands in each part; the workplace never, as others look at a telephone too."""
    at_once = reader.say(N_("%(number)s at once"), number=reader.count(profile.max_active))
    up_to = reader.say(N_("Up to %(far)s"), far=reader.distance(profile.radius_m))
    spoken = [name for code, name in language_choices(reader) if code in profile.languages]
    return {
        "helps": ", ".join(reader.label(NeedKind(code)) for code in profile.skills),
        "time": time_said(profile, reader),
        "far": up_to,
        "often": f"{at_once}, {limit_said(profile, reader)}",
        "more": ", ".join(spoken),
    }


def open_parts(errors: Mapping[str, object]) -> set[str]:
    """Name the parts in which something is wrong: they stand open."""
    return {part for part, fields in PARTS.items() if not errors.keys().isdisjoint(fields)}
