"""The ways words leave and answers return; which of them a town has is data."""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    """How words leave."""

    SMS = "sms"
    VOICE = "voice"


class ReplyWay(StrEnum):
    """How an answer returns."""

    SMS = "sms"
    KEYPRESS = "keypress"
    """A key pressed in an automated call."""
    HELPER_CALL = "helper_call"
    """A person rings and writes it down."""
    PAGE = "page"
    """On their own page."""
