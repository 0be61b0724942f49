"""A case changes hands only when the other takes it over: until then its owner has it. Data."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hopecare.domain.machines import Machine

ANSWER_WITHIN: Final = timedelta(days=3)
"""So long an offer may wait before it is work again for whoever steers the case."""
DECLINE_STANDS: Final = timedelta(days=7)
"""So long a no stands on the desk of whoever steers the case."""


class TransferStatus(StrEnum):
    """Where the offer of a case to another owner stands."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"
    """It is not offered any more, or the owner was replaced meanwhile."""


class TransferDecline(StrEnum):
    """Why somebody does not take a case over."""

    TOO_MANY_CASES = "too_many_cases"
    IS_AWAY = "is_away"
    STANDS_TOO_CLOSE = "stands_too_close"
    """They know the resident privately."""
    NOT_MINE = "not_mine"
    """It belongs to another colleague or centre."""
    OTHER = "other"


class TransferEvent(StrEnum):
    """What may happen to such an offer."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"


TRANSFER: Final[Machine[TransferStatus, TransferEvent]] = Machine(
    name="transfer",
    start=TransferStatus.OFFERED,
    moves=MappingProxyType(
        {
            (TransferStatus.OFFERED, TransferEvent.ACCEPTED): TransferStatus.ACCEPTED,
            (TransferStatus.OFFERED, TransferEvent.DECLINED): TransferStatus.DECLINED,
            (TransferStatus.OFFERED, TransferEvent.TAKEN_BACK): TransferStatus.TAKEN_BACK,
        }
    ),
    final=frozenset({TransferStatus.ACCEPTED, TransferStatus.DECLINED, TransferStatus.TAKEN_BACK}),
)
