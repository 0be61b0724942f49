"""Whether, how and when a person may be contacted without putting them at risk."""

from __future__ import annotations

from enum import StrEnum


class SafetyReason(StrEnum):
    """Why a contact is refused or bound to a condition."""

    CHANNEL_FORBIDDEN = "channel_forbidden"
    OUTSIDE_SAFE_HOURS = "outside_safe_hours"
    NEUTRAL_WORDS_ONLY = "neutral_words_only"
    OPTED_OUT = "opted_out"
    HAS_DIED = "has_died"
    CANNOT_BE_TEXTED = "cannot_be_texted"
    NO_CONTACT_POINT = "no_contact_point"


class AnsweredBy(StrEnum):
    """Who may pick up, or did."""

    THE_PERSON = "the_person"
    HOUSEHOLD = "household"
    ANYBODY = "anybody"
