"""What lies beneath the pause of somebody who was said to have died."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hopecare.domain.pauses import beneath, pauses_read

if TYPE_CHECKING:
    from datetime import datetime

    from hopecare.domain.pauses import Pause
    from models import CheckInPlan


def pauses_beneath(plan: CheckInPlan, *, now: datetime) -> tuple[Pause | None, tuple[Pause, ...]]:
    """Give the pause that holds again once they live after all, and what had given way to it."""
    return beneath(pauses_read(plan.gave_way), now.astimezone(ZoneInfo(plan.zone)).date())
