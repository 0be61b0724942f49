"""A decision that was written down by mistake: why it is taken back, and what keeps it. Codes."""

from __future__ import annotations

from enum import StrEnum


class DecisionMistake(StrEnum):
    """Why a decision that was written down about an application is taken back."""

    NOT_DECIDED = "not_decided"
    """The office has not decided yet."""
    WRITTEN_WRONG = "written_wrong"
    """It decided something else, or on another day: that is written down anew."""
    OTHER_APPLICATION = "other_application"
    """It is about another application, or another person."""
    OFFICE_TOOK_BACK = "office_took_back"
    """The office itself took it back."""


class BuiltOn(StrEnum):
    """What was built on a decision since, so that it is not simply taken back."""

    CASE_CLOSED = "case_closed"
    """The case was closed after it."""
    AID_CHECKED = "aid_checked"
    """The office has checked the emergency aid it granted."""
    APPLIED_ANEW = "applied_anew"
    """The same was applied for once more, and is not decided."""
    REFERRED_ANEW = "referred_anew"
    """A further referral to the same service is open."""
