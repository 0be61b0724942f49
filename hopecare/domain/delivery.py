"""A message's way to its reader: statuses, their order, retries and expiry."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from hopecare.domain.states import MessageStatus

__all__ = [
    "ASKING",
    "FOR_DUTY",
    "LOST_ON_ITS_WAY",
    "RANG_CODES",
    "HoldReason",
    "MessageKind",
    "MessageStatus",
    "RecallReason",
]


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
    BROADCAST = "broadcast"
    """A person wrote it, to many."""
    ALERT_NEWS = "alert_news"
    """What became of an alert: who took it, or that it went on to the next."""
    DIGEST = "digest"
    """What waits this morning, in numbers."""


ASKING: Final = frozenset({MessageKind.CHECK_IN, MessageKind.CHECK_IN_REPEAT})
"""What asks a resident how they are."""
FOR_DUTY: Final = frozenset({MessageKind.ALERT, MessageKind.ALL_CLEAR})
"""What comes to somebody because they are on duty."""


class HoldReason(StrEnum):
    """Why a message was not sent, though it was promised."""

    UNSAFE = "unsafe"
    """A contact-safety rule forbids it."""
    OPTED_OUT = "opted_out"
    NO_CONSENT = "no_consent"
    HAS_DIED = "has_died"
    NO_CONTACT_POINT = "no_contact_point"
    TOO_MANY = "too_many"
    """The ceiling of one person in one hour is reached."""
    COST_CAP = "cost_cap"
    """The month's money is spent, and this can wait."""


class RecallReason(StrEnum):
    """Why words are taken back as they would leave: nobody is to say them by another way."""

    ACCOUNT_CLOSED = "account_closed"
    """They are for staff, and the reader works here no more."""
    PAUSED = "check_ins_paused"
    """A question whose check-ins rest by now: nobody is missed, and nobody is alarmed."""


LOST_ON_ITS_WAY: Final = (MessageStatus.FAILED, MessageStatus.UNDELIVERED)
"""A network took the words, or refused them, and they came to nobody."""
FATE_KNOWN: Final = (MessageStatus.DELIVERED, *LOST_ON_ITS_WAY)
"""Whether they came is known."""
RANG_CODES: Final = frozenset({"no_answer", "line_busy"})
"""Every code under which it is written down that a telephone rang in vain."""
