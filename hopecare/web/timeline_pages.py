"""A timeline page by page: what is older stands behind a link that needs no script."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from flask import request, url_for

from hopecare.web.keyset import Key, cursor_of, read_cursor
from models import TimelineEntry

if TYPE_CHECKING:
    from hopecare.queries.timelines import Place

BEFORE: Final = "before"
"""The parameter that names the entry the page before ended with."""
ORDER: Final = (
    Key(TimelineEntry.at, descending=True),
    Key(TimelineEntry.id, descending=True),
)


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


def pages_around(older: Place | None) -> TimelinePages:
    """Give the links of the timeline on this page."""
    return TimelinePages(
        older=_address({BEFORE: cursor_of(older)}) if older else None,
        newest=_address({}) if place_asked() else None,
    )


def _address(wanted: dict[str, str]) -> str:
    view = {**(request.view_args or {}), **wanted}
    return url_for(str(request.endpoint), **view, _anchor="timeline")
