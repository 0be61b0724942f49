"""Take the outcome off a referral that is to be decided anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models import Referral


def forget_outcome(referral: Referral) -> None:
    """Leave none standing, and no reason of it; what was decided before stays on the timeline."""
    referral.outcome = referral.outcome_on = referral.outcome_by_door = None
    referral.amount_minor = referral.currency = referral.outcome_speaker = None
    # Of a part that an office stood by there is one.
    referral.refusal_reason = None
