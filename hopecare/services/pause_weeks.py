"""Help waits for a yes: whoever goes on a missed day keeps it; nobody is asked meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import MissedWeekStatus
from hopecare.queries.weekly import standing_covers
from hopecare.services.tell_of_week import tell_of_week

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case


def pause_weeks(session: Session, case: Case, *, by: Actor, now: datetime) -> None:
    """Say that nobody comes where a person rings for it: nobody may be rung for them now.

    Whoever is asked by text, or was to be rung, is looked for again once they agree
    (`look_again_for_weeks`).
    """
    for missed in standing_covers(session, case_id=case.id):
        if missed.status is MissedWeekStatus.UNFILLED:
            tell_of_week(session, case, missed, by=by, now=now)
