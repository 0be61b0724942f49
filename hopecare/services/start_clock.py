"""Start a clock of the law: its day is reckoned by the country's rule, or was asked and entered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.errors import InvalidInputError
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.reading.legal_clocks import country_clocks
from models import LegalClock

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.clocks import ClockKind
    from hopecare.domain.outcomes import AnswerDoor
    from models import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStart:
    """What runs, since when, for what; `entered_on` is the day somebody was told, if any."""

    kind: ClockKind
    started_on: date
    programme: str | None = None
    entered_on: date | None = None
    door: AnswerDoor | None = None
    """How a day that was entered reached us, where somebody said it."""
    named_on: date | None = None
    """And when."""
    application_id: UUID | None = None
    referral_id: UUID | None = None
    crisis_id: UUID | None = None


def start_clock(
    session: Session, case: Case, start: ClockStart, *, now: datetime
) -> LegalClock | None:
    """Start it; where no figure is known and no day was entered, nothing runs."""
    clocks = country_clocks(town_by_id(session, case.town_id).country)
    by_law = clocks.due_on(start.kind, start.started_on, programme=start.programme)
    due_on = start.entered_on or by_law
    if due_on is None:
        return None
    if due_on < start.started_on:
        raise InvalidInputError({"due_on": ["due_before_start"]})
    clock = LegalClock(
        town_id=case.town_id,
        case_id=case.id,
        kind=start.kind,
        started_on=start.started_on,
        due_on=due_on,
        look_on=clocks.first_look(due_on, today=local_day(session, case.town_id, now)),
        is_entered=start.entered_on is not None,
        named_by_door=start.door,
        named_on=start.named_on,
        application_id=start.application_id,
        referral_id=start.referral_id,
        crisis_id=start.crisis_id,
    )
    session.add(clock)
    session.flush()
    return clock
