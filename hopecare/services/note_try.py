"""Note one dated try to reach the person a report is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.care_path import ReportEvent, ReportStatus
from hopecare.domain.timeline import EntryKind
from hopecare.queries.reports import report_by_id
from hopecare.services.move_report import move_report
from hopecare.services.note_timeline import note_timeline
from models import Call

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.calls import CallDirection, CallOutcome
    from hopecare.domain.identity import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One try to reach somebody: which way, what came of it, and when again."""

    direction: CallDirection
    outcome: CallOutcome
    words: str | None = None
    next_try_on: date | None = None


def note_try(session: Session, *, report_id: UUID, tried: Try, by: Actor, now: datetime) -> Call:
    """Write the try down; whoever tries first has taken the report up."""
    report = report_by_id(session, report_id)
    if report.status is ReportStatus.RECEIVED:
        move_report(report, event=ReportEvent.TAKEN_UP, now=now)
        report.owner_id = by.person_id
    report.next_try_on = tried.next_try_on
    call = Call(
        town_id=report.town_id,
        direction=tried.direction,
        outcome=tried.outcome,
        at=now,
        by_id=by.person_id,
        person_id=report.resident_id,
        report_id=report.id,
        words=tried.words,
    )
    session.add(call)
    session.flush()
    note_timeline(
        session,
        town_id=report.town_id,
        kind=EntryKind.REACH_TRIED,
        at=now,
        by=by,
        person_id=report.resident_id,
        report_id=report.id,
        subject_id=call.id,
        facts={"direction": tried.direction.value, "outcome": tried.outcome.value},
    )
    session.flush()
    return call
