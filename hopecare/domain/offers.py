"""Asking neighbours: how many at once, for how long, and who may still say yes."""

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


class VisitResult(StrEnum):
    """What came of a visit."""

    MET = "met"
    NOT_HOME = "not_home"
    DOOR_NOT_OPENED = "door_not_opened"
    PUT_OFF = "put_off"
    """The resident asked for another day."""
