"""A crisis: help first, check after, and one named person responsible until the all-clear."""

from __future__ import annotations

from enum import StrEnum


class CrisisEnd(StrEnum):
    """How a crisis ended."""

    ALL_CLEAR = "all_clear"
    HAS_DIED = "has_died"


class RungBy(StrEnum):
    """Who rang the emergency service."""

    STAFF = "staff"
    HELPER = "helper"
    RESIDENT = "resident"
    RELATIVE_OR_NEIGHBOUR = "relative_or_neighbour"
    NOT_KNOWN = "not_known"


class EmergencyOutcome(StrEnum):
    """What came of ringing an emergency service."""

    ON_THEIR_WAY = "on_their_way"
    HELPED_THERE = "helped_there"
    TAKEN_TO_HOSPITAL = "taken_to_hospital"
    FOUND_SAFE = "found_safe"
    NOBODY_FOUND = "nobody_found"
    ADVICE = "advice"
    NOT_REACHED = "not_reached"


class AfterCheck(StrEnum):
    """What the check after the help came to."""

    CONDITIONS_MET = "conditions_met"
    CONDITIONS_NOT_MET = "conditions_not_met"
    TAKEN_OVER = "taken_over"
    """Another office looks at it."""
