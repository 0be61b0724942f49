"""Says when a need falls, as a volunteer is told it in their language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hopecare.language.help_times import HelpTimes, help_times_said
from hopecare.queries.town_readers import reader_of_town

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Need


def times_told(session: Session, need: Need, *, language: str, now: datetime) -> str:
    """Give the days, the hour and how long, counted from today in the town."""
    reader = replace(reader_of_town(session, need.town_id, now=now), language=language)
    times = HelpTimes(
        rhythm=need.rhythm,
        from_on=need.from_on,
        until_on=need.until_on,
        weekdays=need.weekdays,
        starts_at=need.starts_at,
        minutes=need.minutes,
    )
    return help_times_said(times, reader)
