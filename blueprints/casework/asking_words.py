"""What the card of a need says of its asking: how far it is, when the next are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import AskingStatus
from hopecare.language import N_

if TYPE_CHECKING:
    from hopecare.language.reader import Reader
    from hopecare.queries.askings import AskedSoFar


def asking_line(view: AskedSoFar, reader: Reader) -> str:
    """Say in one line which wave it is, and how far it reaches."""
    if not view.waves:
        return reader.say(N_("No wave was asked yet."))
    number = reader.count(len(view.waves))
    if view.asking.ended_at is not None or view.reach_m is None:
        return reader.say(N_("Waves: %(number)s."), number=number)
    return reader.say(
        N_("Wave %(number)s, now asking up to %(distance)s away."),
        number=number,
        distance=reader.distance(view.reach_m),
    )


def asking_facts(view: AskedSoFar, reader: Reader) -> list[tuple[str, str]]:
    """Say since when, until when, and when the next are asked."""
    asking = view.asking
    said = [(reader.say(N_("Asked since")), reader.moment(asking.opened_at))]
    if asking.ended_at is not None:
        return [*said, (reader.say(N_("Ended")), reader.moment(asking.ended_at))]
    said.append((reader.say(N_("Next wave at the earliest")), reader.moment(asking.next_wave_at)))
    if asking.status is AskingStatus.ESCALATED:
        told = reader.say(N_("A call is owed since"))
        said.append((told, reader.moment(asking.escalated_at)))
    said.append((reader.say(N_("Asked until")), reader.moment(asking.deadline)))
    return said
