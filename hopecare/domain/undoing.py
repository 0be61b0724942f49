"""After a death recorded by mistake: what may come back by itself, and what a person must do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class StoppedKind(StrEnum):
    """What a death stops; the names under which the record of it keeps the rows."""

    CASES = "cases"
    NEEDS = "needs"
    TASKS = "tasks"
    OFFERS = "offers"
    ASKINGS = "askings"
    """Needs that neighbours were asked for just then, or would be once a consent is renewed."""
    REFERRALS = "referrals"
    APPLICATIONS = "applications"
    CRISES = "crises"
    CLOCKS = "clocks"
    """Days by which an office owes an answer, or that are waited for."""
    PLANS = "plans"
    SLOTS = "slots"
    ALERTS = "alerts"
    MESSAGES = "messages"
    CALLS = "calls"
    CONTACT_POINTS = "contact_points"
    TASKS_HELD = "tasks_held"
    OFFERS_HAD = "offers_had"
    LOOKED_IN_ON = "looked_in_on"
    BACKUPS = "backups"
    """Who stepped in for them, and for whom they did."""
    MISSED_DAYS = "missed_days"
    """Days on which a helper of theirs said that they do not come."""
    ASSESSMENTS = "assessments"
    """Answers that were computed because of it."""


class LeftReason(StrEnum):
    """Why something does not come back by itself."""

    NO_CONSENT = "no_consent"
    OTHER_IN_PLACE = "other_in_place"
    """Something like it stands already."""
    OTHER_OFFICE = "other_office"
    """Its service belongs to another office now, which was sent nothing."""
    CASE_OVER = "case_over"
    """What it belongs to has not come back."""
    HELPER_NOT_FREE = "helper_not_free"
    PLACE_TAKEN = "place_taken"
    TIME_OVER = "time_over"
    SAID_TOO_LATE = "said_too_late"
    """Words and questions of that moment: a person says them now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpFacts:
    """How a task or an offer that was ended stands at the moment of undoing."""

    need_is_live: bool
    helper_may: bool
    """They are still with us, and welcome, and the resident agrees."""
    helper_has_room: bool = True
    place_is_free: bool = True
    is_in_time: bool = True


def why_help_stays_ended(facts: HelpFacts) -> LeftReason | None:
    """Say what stands against it; None where it comes back."""
    against = {
        LeftReason.CASE_OVER: not facts.need_is_live,
        LeftReason.TIME_OVER: not facts.is_in_time,
        LeftReason.HELPER_NOT_FREE: not (facts.helper_may and facts.helper_has_room),
        LeftReason.PLACE_TAKEN: not facts.place_is_free,
    }
    return next((reason for reason, holds in against.items() if holds), None)


def why_referral_stays_withdrawn(
    *, case_is_live: bool, is_its_office: bool, may_be_shared: bool, has_other: bool
) -> LeftReason | None:
    """Say what stands against it; None where it is with the office again."""
    against = {
        LeftReason.CASE_OVER: not case_is_live,
        LeftReason.OTHER_OFFICE: not is_its_office,
        LeftReason.NO_CONSENT: not may_be_shared,
        LeftReason.OTHER_IN_PLACE: has_other,
    }
    return next((reason for reason, holds in against.items() if holds), None)


def why_case_stays_closed(*, agrees: bool, has_other: bool) -> LeftReason | None:
    """Say what stands against it; None where it opens again."""
    if not agrees:
        return LeftReason.NO_CONSENT
    return LeftReason.OTHER_IN_PLACE if has_other else None
