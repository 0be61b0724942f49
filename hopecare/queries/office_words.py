"""What an office has answered for a programme somebody may be due, by application or referral."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select

from hopecare.domain.applications import DECISION_OF, Decision
from hopecare.domain.care_path import ApplicationStatus, ReferralStatus
from hopecare.domain.gaps import GapReason
from hopecare.domain.outcomes import ReferralOutcome
from models import Application, GapNote, ProgrammeAnswer, Referral

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement, Row, Select

ANSWERED = (ReferralStatus.REFUSED, ReferralStatus.DONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeWord:
    """What stands by an office; no decision where its outcome was another."""

    decision: Decision | None
    on: date


def word_columns() -> tuple[Any, ...]:
    """Give the columns `word_in` reads, each of the newest that stands decided."""
    return (
        _decided(Application.decision).label("office_decision"),
        _decided(Application.decided_on).label("office_decided_on"),
        _answered(Referral.outcome).label("office_outcome"),
        _answered(func.coalesce(Referral.outcome_on, Referral.answered_on)).label("office_said_on"),
    )


def word_in(row: Row[Any]) -> OfficeWord | None:
    """Read it out of a row; an application knows more than the referral it went with."""
    if row.office_decision is not None:
        return OfficeWord(decision=row.office_decision, on=row.office_decided_on)
    if row.office_said_on is None:
        return None
    came = row.office_outcome or ReferralOutcome.NOT_GRANTED
    return OfficeWord(decision=DECISION_OF.get(came), on=row.office_said_on)


def has_answered() -> ColumnElement[bool]:
    """Ask whether an office has said anything, whatever was written down about the gap."""
    return or_(_decisions(Application.id).exists(), _answers(Referral.id).exists())


def stands_unwritten() -> ColumnElement[bool]:
    """Ask for gaps of which nothing is known: neither a note, nor a word of the office."""
    return and_(GapNote.id.is_(None), ~has_answered())


def stands_for(reason: GapReason) -> ColumnElement[bool]:
    """Ask for gaps with this reason, as a page says it: an answer is not "never applied"."""
    written = GapNote.reason == reason
    if reason is GapReason.NEVER_APPLIED:
        return and_(written, ~has_answered())
    if reason is not GapReason.REFUSED:
        return written
    no = or_(
        Referral.status == ReferralStatus.REFUSED, Referral.outcome == ReferralOutcome.NOT_GRANTED
    )
    said_no = func.coalesce(_decided(Application.decision == Decision.REFUSED), _answered(no))
    is_open = or_(GapNote.id.is_(None), GapNote.reason == GapReason.NEVER_APPLIED)
    return or_(written, and_(is_open, said_no))


def _decisions(*columns: Any) -> Select[Any]:  # noqa: ANN401  columns of any type
    return select(*columns).where(
        Application.person_id == ProgrammeAnswer.person_id,
        Application.programme == ProgrammeAnswer.programme,
        Application.status == ApplicationStatus.DECIDED,
    )


def _answers(*columns: Any) -> Select[Any]:  # noqa: ANN401  columns of any type
    return select(*columns).where(
        Referral.person_id == ProgrammeAnswer.person_id,
        Referral.programme == ProgrammeAnswer.programme,
        Referral.status.in_(ANSWERED),
    )


def _decided(column: Any) -> Any:  # noqa: ANN401  a scalar subquery of SQLAlchemy's own type
    newest = Application.decided_on.desc(), Application.id.desc()
    return _decisions(column).order_by(*newest).limit(1).scalar_subquery()


def _answered(column: Any) -> Any:  # noqa: ANN401  a scalar subquery of SQLAlchemy's own type
    said_on = func.coalesce(Referral.outcome_on, Referral.answered_on)
    newest = said_on.desc(), Referral.id.desc()
    return _answers(column).order_by(*newest).limit(1).scalar_subquery()
