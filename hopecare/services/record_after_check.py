"""Record the check that followed the help: its clock ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.clocks import ClockKind
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError, MoveNotAllowedError
from hopecare.queries.crises import crisis_by_id
from hopecare.queries.town_days import local_day
from hopecare.services.end_clocks import end_clocks
from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.crises import AfterCheck
    from hopecare.domain.identity import Actor
    from models import Crisis


def record_after_check(
    session: Session,
    *,
    crisis_id: UUID,
    result: AfterCheck,
    checked_on: date,
    by: Actor,
    now: datetime,
) -> Crisis:
    """Write it once, also after the all-clear; never dated before the help, nor in the future."""
    crisis = crisis_by_id(session, crisis_id, alone=True)
    if crisis.helped_on is None or crisis.checked_on is not None:
        status = "checked" if crisis.checked_on else "not_helped"
        raise MoveNotAllowedError(machine="crisis", status=status, event="checked")
    if checked_on < crisis.helped_on:
        raise InvalidInputError({"checked_on": ["before_help"]})
    if checked_on > local_day(session, crisis.town_id, now):
        raise InvalidInputError({"checked_on": ["date_in_future"]})
    crisis.checked_on, crisis.check_result = checked_on, result
    end_clocks(session, ClockKind.AFTER_CHECK, crisis_id=crisis.id, by=by, now=now)
    note_timeline(
        session,
        town_id=crisis.town_id,
        kind=EntryKind.CRISIS_CHECKED,
        at=now,
        by=by,
        person_id=crisis.person_id,
        case_id=crisis.case_id,
        subject_id=crisis.id,
        facts={"on": checked_on.isoformat(), "check": result.value},
    )
    session.flush()
    return crisis
