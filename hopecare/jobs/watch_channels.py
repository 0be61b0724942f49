"""Watch whether texts and calls get through in each town; one that fails never stops the rest."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from hopecare.database import AllTowns
from hopecare.domain.channel_health import FAILING, ChannelHealth, health_of
from hopecare.domain.identity import SystemActor
from hopecare.reading.policies import shipped_channel_limits
from hopecare.services.clear_channel_alert import clear_channel_alert
from hopecare.services.raise_channel_alert import raise_channel_alert
from notifications.channel_counts import channel_counts

if TYPE_CHECKING:
    from uuid import UUID

    from hopecare.domain.channels import Channel
    from hopecare.jobs.tools import Tools

log = logging.getLogger(__name__)
BY: Final = SystemActor(name="watch_channels")


def watch_channels(tools: Tools) -> int:
    """Raise an alert where a channel fails and end it where it works again; says how many."""
    limits = shipped_channel_limits()
    with tools.database.reading(AllTowns()) as session:
        counted = channel_counts(session, limits, now=tools.clock())
    return sum(
        _follow(tools, town_id, channel, health_of(counts, limits[channel]))
        for (town_id, channel), counts in counted.items()
    )


def _follow(tools: Tools, town_id: UUID, channel: Channel, health: ChannelHealth) -> int:
    """One town's channel in one transaction; what is not known changes nothing."""
    if health is ChannelHealth.NOT_KNOWN:
        return 0
    verb = raise_channel_alert if health in FAILING else clear_channel_alert
    try:
        with tools.database.writing(AllTowns()) as session:
            alert = verb(session, town_id=town_id, channel=channel, by=BY, now=tools.clock())
    except Exception:  # whatever is wrong with one town, the others are watched
        facts = {"town_id": str(town_id), "channel": channel.value}
        log.exception("channel not watched", extra=facts)
        return 0
    return int(alert is not None)
