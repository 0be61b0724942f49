"""How soon somebody must act; judged from declared triage questions."""

from __future__ import annotations

from enum import StrEnum


class Urgency(StrEnum):
    """How soon somebody must act."""

    CRISIS = "crisis"
    """Help first, check after."""
    SOON = "soon"
    ORDINARY = "ordinary"
