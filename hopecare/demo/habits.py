"""How people answer check-ins: well on every day but the ones a story names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.demo.postman import WELL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.demo.stage import Habit, Reply, Stage
    from models import CheckInSlot


def on_days(stage: Stage, named: Mapping[int, Reply | None]) -> Habit:
    """Answer well, but on these days (counted from the loading day) so; None is silence."""

    def habit(slot: CheckInSlot) -> Reply | None:
        day = (slot.due_at.astimezone(stage.zone).date() - stage.day).days
        return named.get(day, WELL)

    return habit
