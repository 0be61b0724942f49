"""A town's telephone network as it holds today: the shipped profile and the town's own hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.channel_profiles import profile_named
from models import SettingEntry

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from hopecare.domain.channel_profiles import ChannelProfile
    from models import Town

QUIET_HOURS: Final = "channels.quiet_hours"
"""A town's setting: {"from": "21:00", "until": "08:00"}; the same twice means never quiet."""


def profile_of_town(session: Session, town: Town, *, on: date) -> ChannelProfile:
    """Give the network's profile with the quiet hours that hold in the town on a day."""
    profile = profile_named(town.channel_profile)
    entry = session.scalars(
        select(SettingEntry)
        .where(
            SettingEntry.town_id == town.id,
            SettingEntry.key == QUIET_HOURS,
            SettingEntry.centre_id.is_(None),
            SettingEntry.from_on <= on,
        )
        .order_by(SettingEntry.from_on.desc(), SettingEntry.id.desc())
        .limit(1)
    ).first()
    if entry is None:
        return profile
    starts, ends = (time.fromisoformat(str(entry.value[name])) for name in ("from", "until"))
    return replace(profile, quiet_from=starts, quiet_until=ends)
