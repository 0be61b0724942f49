"""The only writer of a referral's status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import REFERRAL, next_status

if TYPE_CHECKING:
    from hopecare.domain.care_path import ReferralEvent
    from models import Referral


def move_referral(referral: Referral, *, event: ReferralEvent) -> Referral:
    """Ask the care path what follows from `event`, and set it; refuse any other move."""
    status = next_status(REFERRAL, referral.status, event)
    referral.status = status
    return referral
