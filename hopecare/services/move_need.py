"""The only writer of a need's status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import NEED, next_status

if TYPE_CHECKING:
    from datetime import datetime

    from hopecare.domain.care_path import NeedEvent
    from models import Need


def move_need(need: Need, *, event: NeedEvent, now: datetime) -> Need:
    """Ask the care path what follows from `event`, and set it; refuse any other move."""
    status = next_status(NEED, need.status, event)
    need.status = status
    need.ended_at = now if status in NEED.final else None
    return need
