"""The states and events of an application; its moves stand in `application_moves.py`."""

from __future__ import annotations

from enum import StrEnum


class ApplicationStatus(StrEnum):
    """Where an application for a programme stands."""

    PREPARING = "preparing"
    """Papers are gathered."""
    WAITING = "waiting"
    """It is with the office: the legal clock runs."""
    DECIDED = "decided"
    OBJECTED = "objected"
    """The decision is contested: it is with the office again."""
    WITHDRAWN = "withdrawn"


class ApplicationEvent(StrEnum):
    """What may happen to an application."""

    SUBMITTED = "submitted"
    DECIDED = "decided"
    DECIDED_AHEAD = "decided_ahead"
    """Its office granted by the referral, and nobody had written that it was handed in."""
    OBJECTED = "objected"
    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"
    """What was decided ahead was a mistake of its office."""
    TAKEN_BACK = "taken_back"
    """What was written down as decided was a mistake: the office's answer is waited for."""
    BACK_TO_OBJECTION = "back_to_objection"
    """The same after an objection: its answer is waited for."""
    REOPENED = "reopened"
    """It was withdrawn by mistake."""
