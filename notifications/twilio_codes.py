"""Twilio's words and numbers turned into ours, in one table; no other file reads them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.delivery import MessageStatus
from notifications.port import Charge, Failure

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXT_STATUS: Final[Mapping[str, MessageStatus]] = MappingProxyType(
    {
        "accepted": MessageStatus.ACCEPTED,
        "scheduled": MessageStatus.ACCEPTED,
        "queued": MessageStatus.ACCEPTED,
        "sending": MessageStatus.ACCEPTED,
        "sent": MessageStatus.SENT,
        "delivered": MessageStatus.DELIVERED,
        "read": MessageStatus.DELIVERED,
        "partially_delivered": MessageStatus.UNDELIVERED,
        "undelivered": MessageStatus.UNDELIVERED,
        "failed": MessageStatus.FAILED,
        "canceled": MessageStatus.FAILED,
    }
)
"""What became of a text."""

CALL_STATUS: Final[Mapping[str, MessageStatus]] = MappingProxyType(
    {
        "queued": MessageStatus.ACCEPTED,
        "initiated": MessageStatus.ACCEPTED,
        "ringing": MessageStatus.ACCEPTED,
        "in-progress": MessageStatus.SENT,
        "answered": MessageStatus.SENT,
        "completed": MessageStatus.DELIVERED,
        "busy": MessageStatus.UNDELIVERED,
        "no-answer": MessageStatus.UNDELIVERED,
        "canceled": MessageStatus.FAILED,
        "failed": MessageStatus.FAILED,
    }
)
"""What became of a call."""

CALL_FAILURE: Final[Mapping[str, Failure]] = MappingProxyType(
    {"busy": Failure.LINE_BUSY, "no-answer": Failure.NO_ANSWER}
)
"""Why nobody heard a call."""

FAILURE: Final[Mapping[str, Failure]] = MappingProxyType(
    {
        "20003": Failure.PROVIDER_REFUSED,
        "20005": Failure.PROVIDER_REFUSED,
        "20429": Failure.BUSY,
        "21211": Failure.BAD_NUMBER,
        "21217": Failure.BAD_NUMBER,
        "21401": Failure.BAD_NUMBER,
        "21408": Failure.REGION_CLOSED,
        "21215": Failure.REGION_CLOSED,
        # The sender of a call, then of a text; since 2024 Twilio says more exactly what is wrong.
        "21210": Failure.SENDER_WRONG,
        "21606": Failure.SENDER_WRONG,
        "21612": Failure.SENDER_WRONG,
        "21659": Failure.SENDER_WRONG,
        "21660": Failure.SENDER_WRONG,
        "21661": Failure.SENDER_WRONG,
        "21610": Failure.OPTED_OUT,
        "21611": Failure.BUSY,
        "21614": Failure.LANDLINE,
        "21635": Failure.LANDLINE,
        "30001": Failure.BUSY,
        "30002": Failure.PROVIDER_REFUSED,
        "30003": Failure.HANDSET_OFF,
        # Also of a telephone that is off, or a filter: only 21610 says that somebody wished it so.
        "30004": Failure.BLOCKED,
        "30005": Failure.BAD_NUMBER,
        "30006": Failure.LANDLINE,
        "30007": Failure.FILTERED,
        "30008": Failure.UNREACHABLE,
        "30036": Failure.TOO_LATE,
        "63018": Failure.BUSY,
    }
)
"""Twilio's error numbers; anything unlisted is `OTHER` and keeps its number beside it."""

PASSING: Final = frozenset({Failure.BUSY})
"""Failures that say "not now" and surely sent nothing: safe to try again."""

PASSING_LATER: Final = frozenset({Failure.BUSY, Failure.HANDSET_OFF, Failure.UNREACHABLE})
"""Failures of a text that had left (30001, 30003, 30008): a while later it may well arrive."""


def failure_of(code: object) -> Failure | None:
    """Our word for an error number; None when there is no error."""
    if code in (None, "", 0, "0"):
        return None
    return FAILURE.get(str(code), Failure.OTHER)


def codes_of(failure: Failure) -> frozenset[str]:
    """Every code under which this failure is written down: our own word and the numbers for it."""
    return frozenset({failure.value, *(code for code, said in FAILURE.items() if said is failure)})


def listed_codes() -> frozenset[str]:
    """Every code that has a word of ours."""
    return frozenset({*FAILURE, *(each.value for each in Failure)})


def charge_of(
    *, segments: object = None, seconds: object = None, price: object = None, unit: object = None
) -> Charge | None:
    """What was counted and charged; a price is told as money lost: `-0.0075`. None if untold."""
    charge = Charge(
        segments=_whole(segments),
        seconds=_whole(seconds),
        micros=(micros := _micros(price)),
        currency=str(unit).upper() if micros is not None and unit else None,
    )
    return None if charge == Charge() else charge


def _whole(said: object) -> int | None:
    text = str(said)
    return int(text) if text.isascii() and text.isdigit() else None


def _micros(price: object) -> int | None:
    try:
        amount = abs(Decimal(str(price)))
    except InvalidOperation:
        return None
    return int(amount.scaleb(6)) if amount.is_finite() else None
