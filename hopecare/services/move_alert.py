"""The only writer of an alert's status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import ALERT, next_status

if TYPE_CHECKING:
    from datetime import datetime

    from hopecare.domain.care_path import AlertEvent
    from models import Alert


def move_alert(alert: Alert, *, event: AlertEvent, now: datetime) -> Alert:
    """Ask the care path what follows from `event`, and set it; refuse any other move."""
    status = next_status(ALERT, alert.status, event)
    alert.status = status
    alert.resolved_at = now if status in ALERT.final else None
    return alert
