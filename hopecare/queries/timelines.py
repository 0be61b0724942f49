"""One timeline: everything that happened to a person, in a case or with a report, in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import or_, select

from hopecare.queries.merged import is_of
from models import (
    Call,
    CallTask,
    ConsentNote,
    ContactSafetyRule,
    Person,
    Report,
    TimelineEntry,
    Visit,
    Worry,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

MOST_SHOWN: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineLine:
    """One entry, who did it, and the words that were kept apart from it."""

    entry: TimelineEntry
    by: Person | None
    words: str | None


def timeline_of_person(session: Session, person_id: UUID) -> list[TimelineLine]:
    """Read what happened to a person, reports about them included, the newest first."""
    reports = select(Report.id).where(Report.resident_id == person_id)
    mine = or_(is_of(TimelineEntry.person_id, person_id), TimelineEntry.report_id.in_(reports))
    return _lines(session, mine)


def timeline_of_case(session: Session, case_id: UUID) -> list[TimelineLine]:
    """Read what happened in a case, the newest first."""
    return _lines(session, TimelineEntry.case_id == case_id)


def timeline_of_report(session: Session, report_id: UUID) -> list[TimelineLine]:
    """Read what happened with a report, the newest first."""
    return _lines(session, TimelineEntry.report_id == report_id)


def _lines(session: Session, condition: ColumnElement[bool]) -> list[TimelineLine]:
    """Seven statements at most, however long the timeline is."""
    rows = session.execute(
        select(TimelineEntry, Person)
        .outerjoin(Person, Person.id == TimelineEntry.by_person_id)
        .where(condition)
        .order_by(TimelineEntry.at.desc(), TimelineEntry.id.desc())
        .limit(MOST_SHOWN)
    ).all()
    subjects = [entry.subject_id for entry, _ in rows if entry.subject_id]
    words = _words(session, subjects)
    return [
        TimelineLine(entry=entry, by=by, words=words.get(entry.subject_id)) for entry, by in rows
    ]


def _words(session: Session, subjects: Sequence[UUID]) -> dict[Any, str]:
    """Read the words of the rows the entries point at, where there are any."""
    statements: tuple[Select[Any, Any], ...] = (
        select(Call.id, Call.words).where(Call.id.in_(subjects)),
        select(CallTask.id, CallTask.words).where(CallTask.id.in_(subjects)),
        select(Visit.id, Visit.words).where(Visit.id.in_(subjects)),
        select(Worry.id, Worry.words).where(Worry.id.in_(subjects)),
        select(ConsentNote.entry_id, ConsentNote.words).where(ConsentNote.entry_id.in_(subjects)),
        select(ContactSafetyRule.id, ContactSafetyRule.note).where(
            ContactSafetyRule.id.in_(subjects)
        ),
    )
    return {
        row_id: words
        for statement in statements
        for row_id, words in session.execute(statement)
        if words
    }
