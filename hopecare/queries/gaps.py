"""The gap ledger as it stands: what may be due by the last answer and is not received."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.eligibility.assessment import Verdict
from hopecare.domain.gap_amounts import left_on_the_table, read_amount
from hopecare.domain.gaps import LedgerPart, OpenGap
from hopecare.domain.screening import RECEIVES
from hopecare.errors import NotFoundError
from hopecare.queries.office_words import awaited_in, word_columns, word_in
from hopecare.queries.standing_answers import comes_after, speaks_for
from hopecare.standing_consents import agreeing
from models import Assessment, GapNote, Person, ProgrammeAnswer, Town

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from hopecare.domain.gap_amounts import GapAmount, Left
    from hopecare.queries.office_words import AwaitedWord, OfficeWord

Recorder = aliased(Person, name="gap_recorder")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One programme of somebody's standing answer, with what was written about it."""

    answer: ProgrammeAnswer
    assessment_id: UUID
    pack_version: str
    on_date: date
    """The day the answer is about."""
    since: date
    note: GapNote | None
    recorded_by: str | None
    office: OfficeWord | None = None
    """What an office has answered about it."""
    awaited: AwaitedWord | None = None
    """What of it was handed in and is still to be answered."""

    @property
    def is_gap(self) -> bool:
        """Say whether it may be due and is not received; otherwise it is to be talked about."""
        return self.answer.is_gap

    @property
    def amount(self) -> GapAmount | None:
        """Give what it would pay, where that can be computed."""
        return read_amount(self.answer.amount, self.on_date)

    @property
    def is_computed(self) -> bool:
        """Say whether its amount was ever computed, which answers of long ago did not do."""
        return self.answer.amount is not None

    def left(self, to: date) -> Left | None:
        """Give what was left on the table up to a day, where it can be computed."""
        return left_on_the_table(self.amount, self.since, to)


def ledger_rows(part: LedgerPart, today: date) -> Select[Any]:
    """Ask for one part of the ledger by everybody's standing answer.

    Who has died has none, nor has who does not agree to a record any more.
    """
    return _rows(today).where(_of_part(part))


def ledger_of(session: Session, person_id: UUID, today: date) -> list[Gap]:
    """Read both parts of one person's ledger, in the order of the rules."""
    either = or_(*(_of_part(part) for part in LedgerPart))
    asked = _rows(today).where(either, ProgrammeAnswer.person_id == person_id)
    return [gap_in(row) for row in session.execute(asked.order_by(ProgrammeAnswer.id))]


def gap_in(row: Row[Any]) -> Gap:
    """Read a gap out of a row; what was written about its begin goes before what is computed."""
    note = row.GapNote
    return Gap(
        answer=row.ProgrammeAnswer,
        assessment_id=row.ProgrammeAnswer.assessment_id,
        pack_version=row.pack_version,
        on_date=row.on_date,
        since=_began(note.since_on if note else None, row.asked_of, row.first_made, row.zone),
        note=note,
        recorded_by=row.recorded_by,
        office=word_in(row),
        awaited=awaited_in(row),
    )


def find_gap(session: Session, person_id: UUID, programme: str, today: date) -> Gap | None:
    """Find the open gap of one person in one programme."""
    found = (each for each in ledger_of(session, person_id, today) if each.is_gap)
    return next((each for each in found if each.answer.programme == programme), None)


def open_gaps_in(session: Session, asked: Select[Any], today: date) -> list[OpenGap]:
    """Read the gaps of a list as the sum needs them, and nothing else of anybody."""
    rows = session.execute(asked.order_by(None).with_only_columns(*sum_columns(today)))
    return [open_gap_in(row) for row in rows]


def sum_columns(today: date) -> tuple[Any, ...]:
    """Give the columns `open_gap_in` reads."""
    home = func.coalesce(Assessment.household_id, ProgrammeAnswer.person_id)
    return (
        home.label("home_id"),
        ProgrammeAnswer.id.label("answer_id"),
        ProgrammeAnswer.programme,
        ProgrammeAnswer.amount,
        Assessment.made_at,
        Assessment.on_date,
        GapNote.since_on,
        *_first_said(today),
        Town.zone,
    )


def open_gap_in(row: Row[Any]) -> OpenGap:
    """Read a gap out of a row of these columns."""
    return OpenGap(
        answer_id=row.answer_id,
        home_id=row.home_id,
        answered_at=row.made_at,
        programme=row.programme,
        amount=read_amount(row.amount, row.on_date),
        since=_began(row.since_on, row.asked_of, row.first_made, row.zone),
        is_computed=row.amount is not None,
    )


def _began(said: date | None, asked_of: date, made_at: datetime, zone: str) -> date:
    """Give what a person wrote, or else the later of the day asked about and the day it was made.

    An answer for a day gone by does not say that it has been so ever since.
    """
    return said or max(asked_of, made_at.astimezone(ZoneInfo(zone)).date())


def answer_by_id(session: Session, answer_id: UUID) -> ProgrammeAnswer:
    """Read what an assessment said of one programme."""
    found = session.get(ProgrammeAnswer, answer_id)
    if found is None:
        raise NotFoundError(kind="programme_answer", id=answer_id)
    return found


def open_gap_notes(session: Session, person_id: UUID) -> Sequence[GapNote]:
    """Read what was written about a person's gaps and still stands."""
    return session.scalars(
        select(GapNote)
        .where(GapNote.person_id == person_id, GapNote.ended_at.is_(None))
        .order_by(GapNote.id)
    ).all()


def gap_notes_of(session: Session, person_id: UUID) -> Sequence[GapNote]:
    """Read everything that was ever written about a person's gaps, the newest first."""
    return session.scalars(
        select(GapNote).where(GapNote.person_id == person_id).order_by(GapNote.recorded_at.desc())
    ).all()


def _rows(today: date) -> Select[Any]:
    return (
        select(
            ProgrammeAnswer,
            Assessment.pack_version,
            Assessment.on_date,
            Person,
            GapNote,
            _recorded_by(),
            Town.zone,
            *_first_said(today),
            *word_columns(),
        )
        .select_from(ProgrammeAnswer)
        .join(Town, Town.id == ProgrammeAnswer.town_id)
        .join(Assessment, Assessment.id == ProgrammeAnswer.assessment_id)
        .join(Person, Person.id == ProgrammeAnswer.person_id)
        .outerjoin(
            GapNote,
            and_(
                GapNote.person_id == ProgrammeAnswer.person_id,
                GapNote.programme == ProgrammeAnswer.programme,
                GapNote.ended_at.is_(None),
            ),
        )
        .where(
            Person.died_on.is_(None),
            speaks_for(today),
            agreeing(ProgrammeAnswer.person_id, ConsentPurpose.KEEP_RECORD, on=today),
        )
    )


def _recorded_by() -> Any:  # noqa: ANN401  a scalar subquery of SQLAlchemy's own type
    """Give who wrote the note; looked up for the rows that are shown, and not joined."""
    return (
        select(Recorder.full_name)
        .where(Recorder.id == GapNote.recorded_by_id)
        .scalar_subquery()
        .label("recorded_by")
    )


def _of_part(part: LedgerPart) -> ColumnElement[bool]:
    if part is LedgerPart.GAPS:
        return and_(ProgrammeAnswer.is_gap, ProgrammeAnswer.ended_by_id.is_(None))
    return and_(
        ProgrammeAnswer.verdict == Verdict.INELIGIBLE.value, ProgrammeAnswer.receiving == RECEIVES
    )


def _first_said(today: date) -> tuple[Any, ...]:
    """Give the first day the row of answers is about, and when the first was made.

    What is no gap has no such row: then this answer counts.
    """
    return tuple(
        func.coalesce(_first_of(column, today), column).label(name)
        for column, name in ((Assessment.on_date, "asked_of"), (Assessment.made_at, "first_made"))
    )


def _first_of(column: InstrumentedAttribute[Any], today: date) -> Any:  # noqa: ANN401  a scalar subquery of SQLAlchemy's own type
    """Give the least of the unbroken row of answers that say so, of one column of theirs."""
    answer, made = aliased(ProgrammeAnswer), aliased(Assessment)
    other, other_made = aliased(ProgrammeAnswer), aliased(Assessment)
    is_broken_later = (
        select(other.id)
        .join(other_made, other_made.id == other.assessment_id)
        .where(
            other.person_id == answer.person_id,
            other.programme == answer.programme,
            other.is_gap.is_(False),
            other_made.on_date <= today,
            comes_after(other_made, made),
        )
        .exists()
    )
    return (
        select(func.min(getattr(made, column.key)))
        .select_from(answer)
        .join(made, made.id == answer.assessment_id)
        .where(
            answer.person_id == ProgrammeAnswer.person_id,
            answer.programme == ProgrammeAnswer.programme,
            answer.is_gap,
            answer.ended_by_id.is_(None),
            made.on_date <= today,
            ~is_broken_later,
        )
        .scalar_subquery()
    )
