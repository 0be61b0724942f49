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
