"""Assessments of a person, their answers by programme, and what changed since the one before."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import and_, or_, select

from hopecare.domain.assessment_changes import changed_answers, changed_facts
from hopecare.domain.assessment_traces import assessment_from_trace
from hopecare.domain.eligibility.assessment import Receipt, Verdict
from hopecare.domain.timeline import EntryKind
from hopecare.errors import NotFoundError
from hopecare.queries.merged import is_of
from models import Assessment, ProgrammeAnswer, TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.assessment_changes import AnswerChange, FactChange, Standing
    from hopecare.domain.eligibility.assessment import Assessment as Answer


AFTER_DEATH: Final = "computed_after_death"
"""The mark, in the timeline, of an answer that was computed and not asked for."""
BY_RESCREENING: Final = "computed_by_rescreening"
"""The same, of an answer that turned by the day or by the rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentView:
    """An assessment with its answers, in the order of the rules."""

    assessment: Assessment
    answers: tuple[ProgrammeAnswer, ...]

    @property
    def standings(self) -> dict[str, Standing]:
        """Say how each programme stands: its verdict, and whether it is received."""
        return {each.programme: (each.verdict, each.receiving) for each in self.answers}

    @property
    def gaps(self) -> tuple[ProgrammeAnswer, ...]:
        """Give what may be due and is not received."""
        return tuple(each for each in self.answers if each.is_gap)

    @property
    def perhaps_missed(self) -> tuple[ProgrammeAnswer, ...]:
        """Give what may be due while nobody has said whether it is received."""
        return tuple(
            each
            for each in self.answers
            if each.verdict == Verdict.ELIGIBLE and each.receiving == Receipt.UNKNOWN
        )

    @property
    def is_settled(self) -> bool:
        """Say whether no programme is open any more."""
        return all(each.verdict != Verdict.UNKNOWN for each in self.answers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What an assessment says otherwise than the one before it."""

    before: Assessment
    answers: tuple[AnswerChange, ...]
    facts: tuple[FactChange, ...]

    @property
    def are_by_rules_alone(self) -> bool:
        """Say whether an answer changed although nothing else was said: a day, or the rules."""
        return bool(self.answers) and not self.facts


def assessment_by_id(session: Session, assessment_id: UUID) -> Assessment:
    """Read an assessment of this town."""
    assessment = session.get(Assessment, assessment_id)
    if assessment is None:
        raise NotFoundError(kind="assessment", id=assessment_id)
    return assessment


def find_latest_assessment(session: Session, person_id: UUID) -> Assessment | None:
    """Find the last assessment of a person."""
    return session.scalars(
        select(Assessment)
        .where(Assessment.person_id == person_id)
        .order_by(Assessment.made_at.desc(), Assessment.id.desc())
        .limit(1)
    ).first()


def assessment_view(session: Session, assessment_id: UUID) -> AssessmentView:
    """Read an assessment with its answers."""
    return _views(session, [assessment_by_id(session, assessment_id)])[0]


def assessments_of(session: Session, person_id: UUID) -> list[AssessmentView]:
    """Read the assessments of a person with their answers, the newest first."""
    found = session.scalars(
        select(Assessment)
        .where(Assessment.person_id == person_id)
        .order_by(Assessment.made_at.desc(), Assessment.id.desc())
    ).all()
    return _views(session, found)


def find_changes(session: Session, view: AssessmentView) -> Changes | None:
    """Compare with the assessment before it; None where it is the first."""
    before = _find_before(session, view.assessment)
    if before is None:
        return None
    earlier = _views(session, [before])[0]
    return Changes(
        before=before,
        answers=changed_answers(earlier.standings, view.standings),
        facts=changed_facts(said_in(before), said_in(view.assessment)),
    )


def _find_before(session: Session, assessment: Assessment) -> Assessment | None:
    is_earlier = or_(
        Assessment.made_at < assessment.made_at,
        (Assessment.made_at == assessment.made_at) & (Assessment.id < assessment.id),
    )
    return session.scalars(
        select(Assessment)
        .where(Assessment.person_id == assessment.person_id, is_earlier)
        .order_by(Assessment.made_at.desc(), Assessment.id.desc())
        .limit(1)
    ).first()


def find_mark(session: Session, assessment: Assessment) -> str | None:
    """Find how an answer came about where nobody was asked; None where somebody was."""
    noted = session.scalars(
        select(TimelineEntry.facts).where(
            is_of(TimelineEntry.person_id, assessment.person_id),
            TimelineEntry.kind == EntryKind.ASSESSMENT_MADE,
            TimelineEntry.subject_id == assessment.id,
        )
    ).first()
    return _mark_in(noted)


def _mark_in(noted: Mapping[str, object] | None) -> str | None:
    marks = (AFTER_DEATH, BY_RESCREENING)
    return next((mark for mark in marks if noted and noted.get(mark)), None)


def was_asked_since(session: Session, assessment: Assessment, since: datetime) -> bool:
    """Say whether a person asked since then, for this answer or those it goes back to.

    What was only computed carries on what was said, however long ago that was.
    """
    made = and_(
        TimelineEntry.kind == EntryKind.ASSESSMENT_MADE,
        is_of(TimelineEntry.person_id, assessment.person_id),
        TimelineEntry.subject_id == Assessment.id,
    )
    noted = session.scalars(
        select(TimelineEntry.facts)
        .select_from(Assessment)
        .outerjoin(TimelineEntry, made)
        .where(
            Assessment.person_id == assessment.person_id,
            Assessment.made_at.between(since, assessment.made_at),
            Assessment.on_date >= since.date(),
        )
    )
    return any(_mark_in(facts) is None for facts in noted)


def answer_of(assessment: Assessment) -> Answer:
    """Give the whole answer of an assessment, read back from its trace."""
    return assessment_from_trace(cast("dict[str, Any]", assessment.trace))


def said_in(assessment: Assessment) -> dict[str, Any]:
    """Give what was said at an assessment, as it was stored."""
    return assessment.facts if isinstance(assessment.facts, dict) else {}


def _views(session: Session, assessments: Sequence[Assessment]) -> list[AssessmentView]:
    answers: dict[UUID, list[ProgrammeAnswer]] = defaultdict(list)
    for answer in session.scalars(
        select(ProgrammeAnswer)
        .where(ProgrammeAnswer.assessment_id.in_([each.id for each in assessments]))
        .order_by(ProgrammeAnswer.id)
    ):
        answers[answer.assessment_id].append(answer)
    return [
        AssessmentView(assessment=each, answers=tuple(answers[each.id])) for each in assessments
    ]
