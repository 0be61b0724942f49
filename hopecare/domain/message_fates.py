"""What became of a message, in the few words a town counts by; every status belongs to one."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.delivery import MessageStatus

if TYPE_CHECKING:
    from collections.abc import Mapping


class Fate(StrEnum):
    """How far its words came, as somebody asks who counts them."""

    DELIVERED = "delivered"
    ON_ITS_WAY = "on_its_way"
    """The network took it, and may still say more."""
    NO_RECEIPT = "no_receipt"
    """The network took it long ago and never said what became of it."""
    NOT_DELIVERED = "not_delivered"
    IN_DOUBT = "in_doubt"
    EXPIRED = "expired"
    HELD = "held"
    RECALLED = "recalled"
    WAITING = "waiting"


TAKEN: Final = (MessageStatus.ACCEPTED, MessageStatus.SENT)
"""Here the time since decides: on its way, or without a receipt."""
FATE_OF: Final[Mapping[MessageStatus, Fate]] = MappingProxyType(
    {
        MessageStatus.PENDING: Fate.WAITING,
        MessageStatus.SENDING: Fate.WAITING,
        MessageStatus.ACCEPTED: Fate.ON_ITS_WAY,
        MessageStatus.SENT: Fate.ON_ITS_WAY,
        MessageStatus.DELIVERED: Fate.DELIVERED,
        MessageStatus.UNDELIVERED: Fate.NOT_DELIVERED,
        MessageStatus.FAILED: Fate.NOT_DELIVERED,
        MessageStatus.UNKNOWN: Fate.IN_DOUBT,
        MessageStatus.EXPIRED: Fate.EXPIRED,
        MessageStatus.STOPPED: Fate.RECALLED,
        MessageStatus.HELD: Fate.HELD,
    }
)
"""What a status comes to while its network may still speak."""
