"""A timeline page by page: what is older stands behind a link that needs no script."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from flask import request, url_for

from hopecare.domain.timeline_groups import TimelineGroup
from hopecare.language import N_
from hopecare.web.keyset import Key, cursor_of, read_cursor
from models import TimelineEntry

if TYPE_CHECKING:
    from hopecare.language.reader import Reader
    from hopecare.queries.timelines import Place

BEFORE: Final = "before"
"""The parameter that names the entry the page before ended with."""
PART: Final = "part"
"""The parameter that names the part of what happened that is shown."""
ORDER: Final = (
    Key(TimelineEntry.at, descending=True),
    Key(TimelineEntry.id, descending=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLink:
    """A link to one part of the timeline."""

    words: str
    href: str
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelinePages:
    """Where the older entries stand, and from an older page the newest."""

    older: str | None
    newest: str | None


def place_asked() -> Place | None:
    """Read from which entry on the older ones are asked for; None stands for the newest."""
    match read_cursor(request.args.get(BEFORE, ""), ORDER):
        case [datetime() as at, UUID() as entry_id] if at.tzinfo is not None:
            return at, entry_id
        case _:
            return None


def group_asked() -> TimelineGroup | None:
    """Read to which part the timeline is narrowed; None stands for everything."""
    asked = request.args.get(PART, "")
    return TimelineGroup(asked) if asked in set(TimelineGroup) else None


def parts_to_choose(reader: Reader) -> list[PartLink]:
    """Give a link for everything and for each part, at the timeline's own place on the page."""
    here = group_asked()
    everything = PartLink(words=reader.say(N_("Everything")), href=_address({}), is_here=not here)
    parts = [
        PartLink(
            words=reader.label(group),
            href=_address({PART: group.value}),
            is_here=group is here,
        )
        for group in TimelineGroup
    ]
    return [everything, *parts]


def pages_around(older: Place | None) -> TimelinePages:
    """Give the links of the timeline on this page; the part it is narrowed to stays."""
    here = group_asked()
    kept = {PART: here.value} if here else {}
    return TimelinePages(
        older=_address({**kept, BEFORE: cursor_of(older)}) if older else None,
        newest=_address(kept) if place_asked() else None,
    )


def _address(wanted: dict[str, str]) -> str:
    view = {**(request.view_args or {}), **wanted}
    return url_for(str(request.endpoint), **view, _anchor="timeline")
