"""Somebody could not be reached: for each cause, who does what next, and by when. Data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.alerts import AlertEnd
from hopecare.domain.calls import CallOutcome, CallTaskKind

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class NextStep:
    """What somebody owes next, and within what time where no day was said."""

    kind: CallTaskKind | None
    """None stands for the same once more."""
    within: timedelta


NEXT_STEPS: Final[Mapping[CallOutcome, NextStep]] = MappingProxyType(
    {
        CallOutcome.NO_ANSWER: NextStep(None, timedelta(hours=2)),
        CallOutcome.CALL_LATER: NextStep(None, timedelta(hours=2)),
        CallOutcome.DOOR_NOT_OPENED: NextStep(None, timedelta(days=1)),
        # They have a day to ring the number on the card.
        CallOutcome.CARD_LEFT: NextStep(None, timedelta(days=2)),
        CallOutcome.WRONG_NUMBER: NextStep(CallTaskKind.RENEW_NUMBER, timedelta(days=1)),
        CallOutcome.MOVED: NextStep(CallTaskKind.CONFIRM_MOVE, timedelta(days=3)),
        # Most stays are shorter than a week; then somebody asks again.
        CallOutcome.IN_HOSPITAL: NextStep(CallTaskKind.AFTER_HOSPITAL, timedelta(days=7)),
        # A no is respected; in two weeks it may be asked whether it still holds.
        CallOutcome.REFUSED: NextStep(CallTaskKind.AFTER_REFUSAL, timedelta(days=14)),
        CallOutcome.HAS_DIED: NextStep(CallTaskKind.RECORD_DEATH, timedelta(hours=2)),
    }
)
_IS_UNSURE: Final = NextStep(None, timedelta(hours=2))
_HOW_IT_WENT: Final = NextStep(CallTaskKind.CALL_BACK, timedelta(hours=2))
RESTS: Final[Mapping[CallOutcome, AlertEnd]] = MappingProxyType(
    {
        CallOutcome.IN_HOSPITAL: AlertEnd.IN_HOSPITAL,
        CallOutcome.HAS_DIED: AlertEnd.HAS_DIED,
    }
)
"""After these nobody asks how they are; what became of them is known. So it is after an alarm."""
OFFICE_AGAIN: Final[Mapping[CallOutcome, timedelta]] = MappingProxyType(
    {
        CallOutcome.NO_ANSWER: timedelta(hours=2),
        CallOutcome.CALL_LATER: timedelta(hours=2),
        # First the entry in the directory is corrected, then the office is rung.
        CallOutcome.WRONG_NUMBER: timedelta(days=1),
        # They spoke and could not say it: offices ask for days, not for hours.
        CallOutcome.SPOKE: timedelta(days=3),
    }
)
"""When an office is rung again for what it was asked; after a talk only while that is not known."""
OFFICE_AT_ONCE: Final = timedelta(hours=2)
"""No longer where a life may hang on the answer, whatever the office said it needs."""
UNREACHED: Final = (
    CallOutcome.WRONG_NUMBER,
    CallOutcome.MOVED,
    CallOutcome.IN_HOSPITAL,
    CallOutcome.REFUSED,
    CallOutcome.DOOR_NOT_OPENED,
    CallOutcome.CARD_LEFT,
    CallOutcome.HAS_DIED,
)
"""The causes that are counted by district; who only did not pick up is rung again the same day."""


def step_after(kind: CallTaskKind, outcome: CallOutcome | None) -> NextStep | None:
    """Say what somebody owes next after a call of this kind; None: nothing.

    That the emergency number was rung does not say whether somebody lives, nor how they are: that
    is made sure of.
    """
    if outcome is CallOutcome.EMERGENCY_RUNG:
        return _IS_UNSURE if kind is CallTaskKind.RECORD_DEATH else _HOW_IT_WENT
    return NEXT_STEPS.get(outcome) if outcome else None


def leaves_death_unsure(outcome: CallOutcome) -> bool:
    """Say whether a call that was to make sure of a death leaves open whether they live."""
    step = step_after(CallTaskKind.RECORD_DEATH, outcome)
    return step is not None and step.kind in (None, CallTaskKind.RECORD_DEATH)


def again_within(outcome: CallOutcome | None, *, is_urgent: bool) -> timedelta | None:
    """Say how soon an office is rung again after such a call; None: it is not."""
    within = OFFICE_AGAIN.get(outcome) if outcome else None
    if within is None or not is_urgent or outcome is CallOutcome.WRONG_NUMBER:
        return within
    return min(within, OFFICE_AT_ONCE)
