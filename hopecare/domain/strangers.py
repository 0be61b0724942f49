"""Whether a number nobody knows is told whom to call: politely, once, and never in a loop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

TOLD_AGAIN_AFTER: Final = timedelta(days=180)
"""Whoever writes again within these months knows it already; machines that answer get no more."""
MOST_AN_HOUR: Final = 20
"""What a town may say to strangers in one hour: more of them is a script, and costs money."""
STILL_FRESH: Final = timedelta(hours=1)
"""An answer to what was written longer ago would puzzle people, perhaps at night."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StrangerFacts:
    """Everything that is looked at."""

    can_be_texted: bool
    """It is a whole number of a mobile: no short code, no switchboard, no name in its place."""
    is_own: bool
    """It is one of our own numbers."""
    is_stopped: bool
    """Whether the town has stopped everything that leaves, or its texts."""
    wants_no_texts: bool
    was_told: bool
    """They were told within the months in which once is enough."""
    told_by_town: int
    """How many strangers the town has told within the hour."""
    age: timedelta
    """How long ago they wrote."""


def is_told(facts: StrangerFacts) -> bool:
    """Say whether they are told whom to call."""
    if facts.is_stopped:
        return False
    if facts.is_own or not facts.can_be_texted or facts.wants_no_texts or facts.was_told:
        return False
    return facts.told_by_town < MOST_AN_HOUR and facts.age <= STILL_FRESH
