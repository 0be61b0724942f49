"""When somebody asked does not help: the next are asked; where nobody is, a call is owed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.askings import find_live_asking
from hopecare.queries.needs import taken_places
from hopecare.services.end_asking import end_asking
from hopecare.services.follow_weekly import follow_weekly
from hopecare.services.owe_unfilled import owe_unfilled
from hopecare.services.plan_asking import plan_asking

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CallTask, Case, Need


def follow_unfilled(
    session: Session, case: Case, need: Need, *, wave: int, by: Actor, now: datetime
) -> CallTask | None:
    """Make the next wave due; owe a call where asking has ended and nobody is left to answer."""
    is_nobody_left = end_asking(session, case, need, now=now)
    if is_nobody_left and follow_weekly(session, case, need, by=by, now=now):
        return None
    asking = find_live_asking(session, need.id, alone=True)
    if asking is not None:
        plan_asking(session, asking, need, case.urgency, next_wave_at=now)
        session.flush()
        return None
    if not is_nobody_left or len(taken_places(session, need.id)) >= need.people_needed:
        return None
    # A wave may be asked once more, and a call about it have been made already.
    key = f"unfilled:{need.id}:w{wave}"
    return owe_unfilled(session, case, need, key=key, wave=wave, recurs=True, by=by, now=now)
