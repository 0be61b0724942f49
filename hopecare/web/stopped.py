"""Whether what leaves the reader's town stands still or fails: said on every page of staff.

The alert about a failing channel goes by the very account that may have failed; a page does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.channels import Channel
from hopecare.domain.stopped_sending import channels_stopped
from hopecare.web.glance import glance

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoppedNow:
    """What stands still, or does not get through, and since when."""

    channels: frozenset[Channel]
    since: datetime

    @property
    def is_all(self) -> bool:
        """Say whether it is texts and calls alike."""
        return self.channels == frozenset(Channel)


def stopped_now() -> StoppedNow | None:
    """Give what stands still in the reader's town; nothing to those who are not its staff."""
    stops = glance().stops
    return _since_when(channels_stopped(channel for channel, _ in stops), stops)


def failing_now() -> StoppedNow | None:
    """Give what does not get through; nothing to those who are not its staff."""
    failing = glance().failing
    return _since_when(frozenset(channel for channel, _ in failing), failing)


def _since_when(
    channels: frozenset[Channel], begun: Sequence[tuple[Channel | None, datetime]]
) -> StoppedNow | None:
    if not begun:
        return None
    return StoppedNow(channels=channels, since=min(since for _, since in begun))
