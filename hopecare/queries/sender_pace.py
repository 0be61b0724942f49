"""How fast our sender may be used, and from when it is free: one row a channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from hopecare.channel_profiles import all_profiles
from hopecare.domain.channels import Channel
from models import SenderPace, Town

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session


def slowest_rates(session: Session) -> Mapping[Channel, int]:
    """Give the lowest rates of the profiles of real towns: all of them share one sender."""
    real = select(Town.channel_profile).where(Town.is_demonstration.is_(False)).distinct()
    known = all_profiles()
    rates = [known[name].rate for name in session.scalars(real) if name in known]
    if not rates:
        return {}
    return {
        Channel.SMS: min(rate.segments_per_second for rate in rates),
        Channel.VOICE: min(rate.calls_per_second for rate in rates),
    }


def hold_paces(
    session: Session, channels: Iterable[Channel], *, now: datetime
) -> Mapping[Channel, SenderPace]:
    """Give the rows of these channels, held until the transaction ends; a new one is free now."""
    wanted = sorted(channels)
    held = _held(session, wanted)
    for channel in wanted:
        if channel not in held:
            try:
                with session.begin_nested():
                    session.add(SenderPace(channel=channel, free_at=now))
            except IntegrityError:  # another process was first
                continue
    return held if len(held) == len(wanted) else _held(session, wanted)


def _held(session: Session, channels: list[Channel]) -> dict[Channel, SenderPace]:
    rows = session.scalars(
        select(SenderPace)
        .where(SenderPace.channel.in_(channels))
        .order_by(SenderPace.channel)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.channel: row for row in rows}
