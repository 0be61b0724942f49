"""Ask others for a missed day: the one seam between it and the way neighbours are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.may_help import may_be_helped
from hopecare.services.begin_asking import begin_asking

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Need


def ask_for_week(
    session: Session, case: Case, cover: Need, *, latest: datetime, by: Actor, now: datetime
) -> bool:
    """Ask wave after wave until `latest`; say whether somebody may answer."""
    if now >= latest or not may_be_helped(session, case.resident_id, now=now):
        return False
    asking = begin_asking(session, need_id=cover.id, by=by, now=now)
    # For a missed day staff are told before its evening only where nobody is left to ask.
    return asking.ended_at is None and asking.escalated_at is None
