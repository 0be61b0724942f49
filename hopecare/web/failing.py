"""Whether texts or calls of the reader's town no longer get through: on every page of staff.

The alert about it goes by the very account that may have failed; a page does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.channels import Channel
from hopecare.web.glance import glance

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FailingNow:
    """What does not get through, and since when."""

    channels: frozenset[Channel]
    since: datetime

    @property
    def is_all(self) -> bool:
        """Say whether neither texts nor calls get through."""
        return self.channels == frozenset(Channel)


def failing_now() -> FailingNow | None:
    """Give what fails in the reader's town; nothing to those who are not its staff."""
    failing = glance().failing
    if not failing:
        return None
    return FailingNow(
        channels=frozenset(channel for channel, _ in failing),
        since=min(since for _, since in failing),
    )
