"""In which order a message's statuses follow, when it is tried again, and when it never is."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.delivery import MessageStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

RANK: Final[Mapping[MessageStatus, int]] = MappingProxyType(
    {
        MessageStatus.PENDING: 0,
        MessageStatus.HELD: 0,
        MessageStatus.SENDING: 1,
        MessageStatus.UNKNOWN: 2,
        MessageStatus.ACCEPTED: 3,
        MessageStatus.SENT: 4,
        MessageStatus.UNDELIVERED: 5,
        MessageStatus.FAILED: 5,
        MessageStatus.DELIVERED: 6,
        MessageStatus.EXPIRED: 7,
        MessageStatus.STOPPED: 7,
    }
)
"""How far each status is. A provider's words come late and out of order; the highest holds."""

FIRST_WAIT: Final = timedelta(seconds=20)
LONGEST_WAIT: Final = timedelta(minutes=10)
"""Nothing waits longer for a provider that is back."""
LONGER: Final = 1.5
STUCK_AFTER: Final = timedelta(seconds=60)
"""A claim older than this belongs to a process that has died: nobody knows whether it sent."""
BETWEEN_LOOKS: Final = timedelta(seconds=60)
LOOKS_NEEDED: Final = 2
"""Looks at the provider's list, this far apart, before an unknown send counts as not sent."""


def goes_further(status: MessageStatus, word: MessageStatus) -> bool:
    """Whether the provider's word moves the message on; a repeat or a late word does not."""
    return RANK[word] > RANK[status]


def wait_before_retry(attempt: int, *, jitter: float) -> timedelta:
    """How long to wait after this attempt: doubling, with up to half as much again at random."""
    doubled: timedelta = FIRST_WAIT * int(2 ** min(attempt - 1, 6))
    return min(doubled, LONGEST_WAIT / LONGER) * (1 + jitter * (LONGER - 1))
