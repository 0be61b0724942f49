"""A message's way to its reader: statuses, their order, retries and expiry."""

from __future__ import annotations

from enum import StrEnum


class MessageStatus(StrEnum):
    """Where an outgoing message stands."""

    PENDING = "pending"
    SENDING = "sending"
    ACCEPTED = "accepted"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """The provider may or may not have taken it: ask before any retry."""
    EXPIRED = "expired"
    """Too late to be true: never sent."""
    STOPPED = "stopped"
    """Recalled before sending."""
    HELD = "held"
    """Contact safety or consent forbids it."""


class MessageKind(StrEnum):
    """What a message is for; decides its wording."""

    OFFER = "offer"
    STAND_DOWN = "stand_down"
    TASK_DETAILS = "task_details"
    CHECK_IN = "check_in"
    CHECK_IN_REPEAT = "check_in_repeat"
    ALERT = "alert"
    ALL_CLEAR = "all_clear"
    THANKS = "thanks"
    SIGN_IN_CODE = "sign_in_code"
    """Secret: masked on every page, blanked once sent."""
    NOTICE = "notice"
