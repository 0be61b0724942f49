"""A message that one process has claimed, on its way to a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from notifications.port import Answer, SendResult

if TYPE_CHECKING:
    from hopecare.domain.channels import Channel
    from notifications.port import Parcel


@dataclass(frozen=True, slots=True)
class Claimed:
    """One message this process has claimed, ready to be handed over."""

    parcel: Parcel
    channel: Channel
    claimed_at_s: float
    """By the machine's own steady clock."""
    waits_s: float = 0.0
    """From the claim until its turn at our sender."""
    units: int = 1
    """What of the sender's rate it takes."""
    is_neutral: bool = False
    """Whether it says what anybody may hear."""


KEPT_HERE: Final = SendResult(answer=Answer.TRY_LATER)
"""What is said of one that the last look kept here: no network was asked."""
