"""A town's telephone network as it holds today: the shipped profile and the town's own hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import TYPE_CHECKING

from hopecare.channel_profiles import profile_named
from hopecare.domain.town_settings import CEILING, QUIET_HOURS
from hopecare.town_values import value_here

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from hopecare.domain.channel_profiles import ChannelProfile
    from models import Town


def most_an_hour(session: Session, town: Town, *, on: date) -> int:
    """Give how often one person of the town is told something in an hour."""
    most: int = value_here(session, town, CEILING, on=on)["most_an_hour"]
    return most


def profile_of_town(session: Session, town: Town, *, on: date) -> ChannelProfile:
    """Give the network's profile with the quiet hours that hold in the town on a day."""
    hours = value_here(session, town, QUIET_HOURS, on=on)
    starts, ends = (time.fromisoformat(hours[name]) for name in ("from", "until"))
    return replace(profile_named(town.channel_profile), quiet_from=starts, quiet_until=ends)
