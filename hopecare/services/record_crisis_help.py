"""Record the help that came first: from its day the check that follows has its own clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.clocks import ClockKind
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError, MoveNotAllowedError
from hopecare.queries.cases import case_by_id
from hopecare.queries.crises import crisis_by_id
from hopecare.queries.town_days import local_day
from hopecare.services.note_timeline import note_timeline
from hopecare.services.refuse_ended_crisis import refuse_ended_crisis
from hopecare.services.start_clock import ClockStart, start_clock

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Crisis


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstHelp:
    """What came, on which day; `due_on` is the day an office named for its check, if it did."""

    helped_on: date
    words: str
    due_on: date | None = None


def record_crisis_help(
    session: Session, *, crisis_id: UUID, first: FirstHelp, by: Actor, now: datetime
) -> Crisis:
    """Write it once, and start the clock of the check by the country's rule or the named day."""
    asked = crisis_by_id(session, crisis_id)
    case = case_by_id(session, asked.case_id, alone=True)
    crisis = crisis_by_id(session, crisis_id, alone=True)
    refuse_ended_crisis(crisis, "helped")
    if crisis.helped_on is not None:
        raise MoveNotAllowedError(machine="crisis", status="helped", event="helped")
    if first.helped_on > local_day(session, crisis.town_id, now):
        raise InvalidInputError({"helped_on": ["date_in_future"]})
    crisis.helped_on, crisis.help_words = first.helped_on, first.words
    start = ClockStart(
        kind=ClockKind.AFTER_CHECK,
        started_on=first.helped_on,
        entered_on=first.due_on,
        crisis_id=crisis.id,
    )
    clock = start_clock(session, case, start, now=now)
    note_timeline(
        session,
        town_id=crisis.town_id,
        kind=EntryKind.CRISIS_HELPED,
        at=now,
        by=by,
        person_id=crisis.person_id,
        case_id=crisis.case_id,
        subject_id=crisis.id,
        facts={
            "on": first.helped_on.isoformat(),
            "due_on": clock.due_on.isoformat() if clock else None,
        },
    )
    session.flush()
    return crisis
