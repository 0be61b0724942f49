"""Which events somebody asks for, as a condition on entries of the timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, true

from hopecare.queries.check_in_board import day_in
from hopecare.web.language import current_reader
from models import TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement


def entries_asked(data: Mapping[str, Any]) -> ColumnElement[bool]:
    """Turn what was read into a condition: one event, or the days of the town from one on."""
    if data["event_id"] is not None:
        one: ColumnElement[bool] = TimelineEntry.id == data["event_id"]
        return one
    zone = current_reader().zone
    ends: ColumnElement[bool] = true()
    if data["until_on"] is not None:
        ends = TimelineEntry.at < day_in(zone, data["until_on"])[1]
    return and_(TimelineEntry.at >= day_in(zone, data["from_on"])[0], ends)
