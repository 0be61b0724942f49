"""The ladder: whom we turn to, and when, while a check-in stays without an answer."""

from __future__ import annotations

from enum import StrEnum


class Rung(StrEnum):
    """One step of a ladder."""

    REPEAT = "repeat"
    """Ask once more, the same way."""
    CALL = "call"
    """An automated call."""
    KEYHOLDER = "keyholder"
    COORDINATOR = "coordinator"
    SOCIAL_WORKER = "social_worker"
