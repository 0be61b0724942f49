"""Say when an asking is looked at next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.asking_policies import wave_policy

if TYPE_CHECKING:
    from datetime import datetime

    from hopecare.domain.urgency import Urgency
    from models import Asking


def plan_asking(asking: Asking, urgency: Urgency, *, next_wave_at: datetime) -> Asking:
    """Plan the next wave; it is looked at sooner where staff must be told or its time is over."""
    policy = wave_policy(urgency)
    moments = [next_wave_at, asking.deadline]
    if asking.escalated_at is None:
        moments.append(policy.escalates_at(asking.opened_at, asking.deadline))
    asking.next_wave_at, asking.due_at, asking.lease_until = next_wave_at, min(moments), None
    return asking
