"""The only writer of an asking's status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import ASKING, next_status

if TYPE_CHECKING:
    from datetime import datetime

    from hopecare.domain.care_path import AskingEvent
    from models import Asking


def move_asking(asking: Asking, *, event: AskingEvent, now: datetime) -> Asking:
    """Ask the care path what follows from `event`, and set it; what has ended is due no more."""
    status = next_status(ASKING, asking.status, event)
    asking.status = status
    if status in ASKING.final:
        asking.ended_at, asking.due_at, asking.lease_until = now, None, None
    return asking
