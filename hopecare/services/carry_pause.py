"""A plan takes the place of another: the pause they asked for goes on in it, until it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.pauses import Pause, not_over, pauses_read, pauses_written

if TYPE_CHECKING:
    from datetime import date

    from models import CheckInPlan


def carry_pause(plan: CheckInPlan, replaced: CheckInPlan, today: date) -> None:
    """Give the plan the pause of the one it replaces, and what had given way to it."""
    if replaced.paused_from and not Pause(replaced.paused_from, replaced.paused_until).is_over(
        today
    ):
        plan.paused_from, plan.paused_until = replaced.paused_from, replaced.paused_until
        plan.rests_for_death = replaced.rests_for_death
    plan.gave_way = pauses_written(not_over(pauses_read(replaced.gave_way), today))
