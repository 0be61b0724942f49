"""Labels of goals: how one stands, and why it was given up. Data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.goals import GiveUpReason, GoalEvent, GoalStatus
from hopecare.language import N_

if TYPE_CHECKING:
    from enum import Enum

LABELS: Final[list[tuple[Enum, str]]] = [
    (GoalStatus.OPEN, N_("In hand")),
    (GoalStatus.REACHED, N_("Reached")),
    (GoalStatus.GIVEN_UP, N_("Pursued no more")),
    (GoalEvent.REACHED, N_("Reached")),
    (GoalEvent.GIVEN_UP, N_("Pursued no more")),
    (GiveUpReason.WISHES_OTHERWISE, N_("The resident wishes otherwise now")),
    (GiveUpReason.NOT_POSSIBLE, N_("It turned out not to be possible")),
    (GiveUpReason.OVERTAKEN, N_("Things have changed, and it has no sense any more")),
    (GiveUpReason.WRONG_FROM_THE_START, N_("It was written down by mistake")),
]
