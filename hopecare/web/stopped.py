"""Whether the reader's town has stopped what leaves: said on every page of staff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.channels import Channel
from hopecare.domain.stopped_sending import channels_stopped
from hopecare.web.glance import glance

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoppedNow:
    """What stands still, and since when."""

    channels: frozenset[Channel]
    since: datetime

    @property
    def is_all(self) -> bool:
        """Say whether nothing leaves at all."""
        return self.channels == frozenset(Channel)


def stopped_now() -> StoppedNow | None:
    """Give what stands still in the reader's town; nothing to those who are not its staff."""
    stops = glance().stops
    if not stops:
        return None
    channels = channels_stopped(channel for channel, _ in stops)
    return StoppedNow(channels=channels, since=min(since for _, since in stops))
