"""The ladder: whom we turn to, and when, while a check-in stays without an answer."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Final

PASS_ON_UNTIL: Final = timedelta(hours=12)
"""So long after the first was told, the words of an alert are stale; it stands on the day's page
until it ends."""


class Rung(StrEnum):
    """One step of a ladder."""

    REPEAT = "repeat"
    """Ask once more, the same way."""
    CALL = "call"
    """An automated call."""
    HELPER = "helper"
    """Whoever helps in the open case looks in."""
    KEYHOLDER = "keyholder"
    COORDINATOR = "coordinator"
    SOCIAL_WORKER = "social_worker"
    EMERGENCY = "emergency"
    """A person rings the emergency number, and it is recorded; HopeCare never rings it."""
