"""Answers to offers: what stands against a yes, and the words for a no, a visit and an end."""

from __future__ import annotations

from enum import StrEnum


class DeclineReason(StrEnum):
    """Why a volunteer cannot this time; always optional."""

    NO_TIME = "no_time"
    TOO_FAR = "too_far"
    NOT_MY_SKILL = "not_my_skill"
    AWAY = "away"
    OTHER = "other"


class TaskEnd(StrEnum):
    """How a task ended."""

    FINISHED = "finished"
    HANDED_BACK = "handed_back"
    """The helper gave it back; a successor is asked at once."""
    STOPPED = "stopped"
    """Staff ended it, or the case closed."""


class StandDownCause(StrEnum):
    """Why a volunteer who was asked is not needed any more; each has its own true words."""

    FILLED = "filled"
    """Somebody else said yes."""
    CHANGED = "changed"
    """What is needed is different by now, and does not suit them any more."""
    HELPER_MOVED = "helper_moved"
    """They live elsewhere by now, and it is too far from there."""
    HELPER_CHANGED = "helper_changed"
    """They offer something else by now, and it is outside that."""
    MEASURED = "measured"
    """A home that was known by its district only has its point by now, and is too far."""
    TIME_OVER = "time_over"
    """Nobody was found in the time there was."""
    ENDED = "ended"
    """The need or the consent has ended. Why is never said: it would tell of the resident."""
    SET_ASIDE = "set_aside"
    """Staff said that the two do not suit each other. The volunteer hears only that it ended."""


class StopReason(StrEnum):
    """Why a task ended that its helper did not end."""

    RESIDENTS_WISH = "residents_wish"
    HELPERS_WISH = "helpers_wish"
    """They told somebody of staff that they cannot go on."""
    NO_GOOD_MATCH = "no_good_match"
    OTHER = "other"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    HELPER_REFUSED = "helper_refused"
    """The resident would rather not have this volunteer."""
    HELPER_SUSPENDED = "helper_suspended"


CHOSEN_BY_STAFF: tuple[StopReason, ...] = (
    StopReason.RESIDENTS_WISH,
    StopReason.HELPERS_WISH,
    StopReason.NO_GOOD_MATCH,
    StopReason.OTHER,
)
"""What staff may say when they end one helper's task; the others follow from another act."""

WISHED_APART: frozenset[StopReason] = frozenset(
    {StopReason.RESIDENTS_WISH, StopReason.HELPERS_WISH, StopReason.NO_GOOD_MATCH}
)
"""After these only a person asks the same helper for the same help again, never a machine."""


class VisitResult(StrEnum):
    """What came of a visit."""

    MET = "met"
    NOT_HOME = "not_home"
    DOOR_NOT_OPENED = "door_not_opened"
    PUT_OFF = "put_off"
    """The resident asked for another day."""


class YesBar(StrEnum):
    """What stands against a yes, whoever was faster and however much the helper holds."""

    OVER = "over"
    """The help has ended, or is not theirs to give."""
    CHANGED = "changed"
    """What is needed was changed since they were asked, and does not suit them any more."""
