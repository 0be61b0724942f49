"""Take the answer off a referral that is to be answered anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models import Referral


def forget_answer(referral: Referral) -> None:
    """Leave none standing, and no reason of it; what was answered before stays on the timeline."""
    referral.answered_on = referral.answered_by_door = None
    referral.refusal_reason = referral.answer_speaker = None
