"""Nothing closes a case while a crisis in it has no all-clear; a death ends the crisis with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.crises import CrisisEnd
from hopecare.domain.outcomes import CaseOutcome
from hopecare.errors import MoveNotAllowedError
from hopecare.queries.crises import find_open_crisis
from hopecare.services.end_crisis import end_crisis

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case


def refuse_open_crisis(
    session: Session, case: Case, outcome: CaseOutcome, *, by: Actor, now: datetime
) -> None:
    """Refuse the closing of the case, whoever asks for it, unless they have died."""
    crisis = find_open_crisis(session, case.id)
    if crisis is None:
        return
    if outcome is not CaseOutcome.DIED:
        raise MoveNotAllowedError(machine="crisis", status="open", event="case_closed")
    died = CrisisEnd.HAS_DIED
    end_crisis(session, crisis_id=crisis.id, words=None, ended_as=died, by=by, now=now)
