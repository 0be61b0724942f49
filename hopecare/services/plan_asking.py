"""Say when an asking is looked at next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.need_times import escalates_at

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.urgency import Urgency
    from models import Asking, Need


def plan_asking(
    session: Session, asking: Asking, need: Need, urgency: Urgency, *, next_wave_at: datetime
) -> Asking:
    """Plan the next wave; it is looked at sooner where staff must be told or its time is over."""
    moments = [next_wave_at, asking.deadline]
    if asking.escalated_at is None:
        moments.append(escalates_at(session, asking, need, urgency))
    asking.next_wave_at, asking.due_at, asking.lease_until = next_wave_at, min(moments), None
    return asking
