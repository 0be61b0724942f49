"""One timeline: everything that happened to a person, in a case or with a report, in order."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar
from uuid import UUID

from sqlalchemy import and_, func, or_, select

from hopecare.domain.timeline import EntryKind
from hopecare.queries.merged import is_any_of, is_of, leads_to
from models import (
    Alert,
    Call,
    CallTask,
    CheckInSlot,
    ConsentNote,
    ContactSafetyRule,
    Offer,
    Person,
    Report,
    Task,
    TimelineEntry,
    Visit,
    Worry,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

MOST_SHOWN: Final = 300
"""Of one page; what is older stands on the next."""
_BEFORE_THE_END: Final = frozenset(
    {
        EntryKind.ALERT_RAISED,
        EntryKind.ALERT_ACKNOWLEDGED,
        EntryKind.SLOT_ASKED,
        EntryKind.SLOT_ANSWERED,
        EntryKind.SLOT_HELP_ASKED,
        EntryKind.SLOT_SILENT,
        EntryKind.SLOT_NOT_ASKED,
        EntryKind.SLOT_CANCELLED,
        EntryKind.RUNG_CLIMBED,
        EntryKind.RUNG_SKIPPED,
        EntryKind.RUNG_ANSWERED,
    }
)
"""Entries of an alert or a check-in whose words were written as it ended."""
_OF_HELP: Final = (
    EntryKind.OFFER_MADE,
    EntryKind.OFFER_ACCEPTED,
    EntryKind.OFFER_DECLINED,
    EntryKind.OFFER_SAID_YES_LATE,
    EntryKind.OFFER_LAPSED,
    EntryKind.OFFER_STOOD_DOWN,
    EntryKind.TASK_STARTED,
    EntryKind.TASK_HANDED_BACK,
    EntryKind.TASK_FINISHED,
    EntryKind.TASK_STOPPED,
    EntryKind.VISIT_LOGGED,
)
"""What a volunteer was asked, said and did."""
Place = tuple[datetime, UUID]
"""The entry a page ended with."""
Line = TypeVar("Line")
Entries = TypeVar("Entries", bound="Select[*tuple[Any, ...]]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch(Generic[Line]):
    """One page of a timeline, and where the older one begins."""

    lines: tuple[Line, ...]
    older: Place | None

    def __iter__(self) -> Iterator[Line]:
        """Give its lines."""
        return iter(self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineLine:
    """One entry, who did it, and the words that were kept apart from it."""

    entry: TimelineEntry
    by: Person | None
    words: str | None


def timeline_of_person(
    session: Session, person_id: UUID, *, before: Place | None = None
) -> Stretch[TimelineLine]:
    """Read what happened to a person, reports about them included, the newest first."""
    reports = select(Report.id).where(Report.resident_id == person_id)
    mine = or_(is_of(TimelineEntry.person_id, person_id), TimelineEntry.report_id.in_(reports))
    return _lines(session, mine, before)


def timeline_of_report(
    session: Session, report_id: UUID, *, before: Place | None = None
) -> Stretch[TimelineLine]:
    """Read what happened with a report, the newest first."""
    return _lines(session, TimelineEntry.report_id == report_id, before)


def last_of_people(
    session: Session, person_ids: Sequence[UUID], *, size: int
) -> Mapping[UUID, list[TimelineLine]]:
    """Read the newest entries of each of these people, whichever of their records they stand in.

    Of a volunteer also what they were asked and did, which stands with the resident it was for:
    without its words, which are theirs.
    """
    own = _own(session, person_ids, size)
    rows = [*own, *_of_help(session, person_ids, size)]
    words = _words(session, [entry.subject_id for _, entry, _ in own if entry.subject_id])
    found: dict[UUID, dict[UUID, TimelineLine]] = defaultdict(dict)
    for owner_id, entry, by in sorted(rows, key=lambda row: (row[1].at, row[1].id), reverse=True):
        if len(found[owner_id]) < size:
            line = TimelineLine(entry=entry, by=by, words=_words_at(entry, words))
            found[owner_id].setdefault(entry.id, line)
    return {owner_id: list(lines.values()) for owner_id, lines in found.items()}


def _own(
    session: Session, person_ids: Sequence[UUID], size: int
) -> Sequence[tuple[UUID, TimelineEntry, Person | None]]:
    """The newest of what stands with each of them."""
    theirs = is_any_of(TimelineEntry.person_id, person_ids)
    rows = session.execute(_newest_of_each(leads_to(TimelineEntry.person_id), theirs, size=size))
    return [(row[0], row[1], row[2]) for row in rows]


def _of_help(
    session: Session, person_ids: Sequence[UUID], size: int
) -> Sequence[tuple[UUID, TimelineEntry, Person | None]]:
    """The newest of what each of them was asked and did, of the cases of their last requests."""
    last = func.coalesce(Task.ended_at, Offer.answered_at, Offer.made_at)
    lately = func.row_number().over(partition_by=Offer.helper_id, order_by=last.desc())
    asked = (
        select(Offer.case_id, lately.label("place"))
        .outerjoin(Task, Task.offer_id == Offer.id)
        .where(Offer.helper_id.in_(person_ids))
        .subquery()
    )
    of_cases = select(asked.c.case_id).where(asked.c.place <= size)
    helper = TimelineEntry.facts["helper_id"].as_string()
    theirs = (
        TimelineEntry.case_id.in_(of_cases),
        TimelineEntry.kind.in_(_OF_HELP),
        helper.in_([str(person_id) for person_id in person_ids]),
    )
    rows = session.execute(_newest_of_each(helper, *theirs, size=size))
    return [(UUID(row[0]), row[1], row[2]) for row in rows]


def _newest_of_each(
    owner: ColumnElement[Any], *which: ColumnElement[bool], size: int
) -> Select[Any, TimelineEntry, Person]:
    """Select the newest entries of each owner, with the owner and who wrote them."""
    newest = (TimelineEntry.at.desc(), TimelineEntry.id.desc())
    place = func.row_number().over(partition_by=owner, order_by=newest).label("place")
    ranked = select(TimelineEntry.id, owner.label("owner"), place).where(*which).subquery()
    return (
        select(ranked.c.owner, TimelineEntry, Person)
        .join(ranked, ranked.c.id == TimelineEntry.id)
        .outerjoin(Person, Person.id == TimelineEntry.by_person_id)
        .where(ranked.c.place <= size)
    )


def newest_before(statement: Entries, before: Place | None, *, size: int) -> Entries:
    """Order entries the newest first, those before a place; one over, to know of older ones."""
    if before is not None:
        at, entry_id = before
        same = and_(TimelineEntry.at == at, TimelineEntry.id < entry_id)
        statement = statement.where(or_(TimelineEntry.at < at, same))
    return statement.order_by(TimelineEntry.at.desc(), TimelineEntry.id.desc()).limit(size + 1)


def stretch_of(read: Sequence[tuple[TimelineEntry, Line]], *, size: int) -> Stretch[Line]:
    """Keep a page of what was read; the one over says that there are older entries."""
    lines = tuple(line for _, line in islice(read, size))
    last = read[size - 1][0] if len(read) > size else None
    return Stretch(lines=lines, older=(last.at, last.id) if last else None)


def _lines(
    session: Session, condition: ColumnElement[bool], before: Place | None
) -> Stretch[TimelineLine]:
    """Eight statements at most, however long the timeline is."""
    mine = (
        select(TimelineEntry, Person)
        .outerjoin(Person, Person.id == TimelineEntry.by_person_id)
        .where(condition)
    )
    rows = session.execute(newest_before(mine, before, size=MOST_SHOWN)).all()
    subjects = [entry.subject_id for entry, _ in rows if entry.subject_id]
    words = _words(session, subjects)
    read = [
        (entry, TimelineLine(entry=entry, by=by, words=_words_at(entry, words)))
        for entry, by in rows
    ]
    return stretch_of(read, size=MOST_SHOWN)


def _words_at(entry: TimelineEntry, words: Mapping[Any, str]) -> str | None:
    """Give the words of an entry's row; what was written as something ended stands at its end."""
    return None if entry.kind in _BEFORE_THE_END else words.get(entry.subject_id)


def _words(session: Session, subjects: Sequence[UUID]) -> dict[Any, str]:
    """Read the words of the rows the entries point at, where there are any."""
    statements: tuple[Select[Any, Any], ...] = (
        select(Call.id, Call.words).where(Call.id.in_(subjects)),
        select(CallTask.id, CallTask.words).where(CallTask.id.in_(subjects)),
        select(Visit.id, Visit.words).where(Visit.id.in_(subjects)),
        select(Alert.id, Alert.note).where(Alert.id.in_(subjects)),
        select(CheckInSlot.id, CheckInSlot.note).where(CheckInSlot.id.in_(subjects)),
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
