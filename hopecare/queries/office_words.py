"""What an office has answered of a programme somebody may be due, or owes: of what they asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import aliased

from hopecare.domain.applications import DECISION_OF, Decision
from hopecare.domain.care_path import ApplicationStatus, ReferralStatus
from hopecare.domain.gaps import GapReason
from hopecare.domain.outcomes import ReferralOutcome
from hopecare.queries.silent_referrals import ANSWERS
from models import Application, GapNote, LegalClock, ProgrammeAnswer, Referral

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement, Row, Select

ANSWERED = (ReferralStatus.REFUSED, ReferralStatus.DONE)
AWAITED = (ApplicationStatus.WAITING, ApplicationStatus.OBJECTED)
_HANDED_IN: Final = case(
    (Application.status == ApplicationStatus.OBJECTED, Application.objected_on),
    else_=Application.submitted_on,
)
_SAID_ON: Final = func.coalesce(Referral.outcome_on, Referral.answered_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeWord:
    """What stands by an office; no decision where its outcome was another."""

    decision: Decision | None
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitedWord:
    """What was handed in and is not answered; the day of its answer where one is known."""

    since: date
    due_on: date | None
    is_objection: bool


def word_columns() -> tuple[Any, ...]:
    """Give the columns `word_in` and `awaited_in` read, each of the newest that stands so."""
    return (
        _decided(Application.decision).label("office_decision"),
        _decided(Application.decided_on).label("office_decided_on"),
        _answered(Referral.outcome).label("office_outcome"),
        _answered(_SAID_ON).label("office_said_on"),
        _awaited(_HANDED_IN).label("awaited_since"),
        _awaited(Application.status).label("awaited_status"),
        _awaited(_due_on()).label("awaited_due_on"),
    )


def awaited_in(row: Row[Any]) -> AwaitedWord | None:
    """Read out of a row what is still to be answered, whatever was answered before it."""
    if row.awaited_since is None:
        return None
    return AwaitedWord(
        since=row.awaited_since,
        due_on=row.awaited_due_on,
        is_objection=row.awaited_status is ApplicationStatus.OBJECTED,
    )


def word_in(row: Row[Any]) -> OfficeWord | None:
    """Read it out of a row; an application knows more than the referral it went with."""
    if row.awaited_since is not None:
        return None
    if row.office_decision is not None:
        return OfficeWord(decision=row.office_decision, on=row.office_decided_on)
    if row.office_said_on is None:
        return None
    came = row.office_outcome or ReferralOutcome.NOT_GRANTED
    return OfficeWord(decision=DECISION_OF.get(came), on=row.office_said_on)


def has_answered() -> ColumnElement[bool]:
    """Ask whether an office has said anything, whatever was written down about the gap."""
    return or_(_decisions(Application.id).exists(), _answers(Referral.id).exists())


def is_awaited() -> ColumnElement[bool]:
    """Ask whether something was handed in of which no office has said anything since."""
    return _awaiting(Application.id).exists()


def stands_unwritten() -> ColumnElement[bool]:
    """Ask for gaps of which nothing is known: no note, no word of the office, none awaited."""
    return and_(GapNote.id.is_(None), ~has_answered(), ~is_awaited())


def stands_for(reason: GapReason) -> ColumnElement[bool]:
    """Ask for gaps with this reason, as a page says it: who applied has not "never applied"."""
    written = GapNote.reason == reason
    if reason is GapReason.NEVER_APPLIED:
        return and_(written, ~has_answered(), ~is_awaited())
    if reason is not GapReason.REFUSED:
        return written
    no = or_(
        Referral.status == ReferralStatus.REFUSED, Referral.outcome == ReferralOutcome.NOT_GRANTED
    )
    said_no = func.coalesce(_decided(Application.decision == Decision.REFUSED), _answered(no))
    is_open = or_(GapNote.id.is_(None), GapNote.reason == GapReason.NEVER_APPLIED)
    return or_(written, and_(is_open, said_no, ~is_awaited()))


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


def _awaiting(*columns: Any) -> Select[Any]:  # noqa: ANN401  columns of any type
    """What waits, unless an office has said something of this programme since."""
    later, decided = _answers(Referral.id), aliased(Application)
    is_decided_since = select(decided.id).where(
        decided.person_id == Application.person_id,
        decided.programme == Application.programme,
        decided.status == ApplicationStatus.DECIDED,
        decided.decided_on > _HANDED_IN,
    )
    return select(*columns).where(
        Application.person_id == ProgrammeAnswer.person_id,
        Application.programme == ProgrammeAnswer.programme,
        Application.status.in_(AWAITED),
        ~later.where(_SAID_ON > _HANDED_IN).correlate(ProgrammeAnswer, Application).exists(),
        ~is_decided_since.correlate(Application).exists(),
    )


def _due_on() -> Any:  # noqa: ANN401  a scalar subquery of SQLAlchemy's own type
    """Give the day by which its office has to answer."""
    running = select(LegalClock.due_on).where(
        LegalClock.application_id == Application.id,
        LegalClock.kind.in_(ANSWERS),
        LegalClock.ended_at.is_(None),
    )
    return running.order_by(LegalClock.due_on.desc()).limit(1).scalar_subquery()


def _awaited(column: Any) -> Any:  # noqa: ANN401  a scalar subquery of SQLAlchemy's own type
    newest = _HANDED_IN.desc(), Application.id.desc()
    return _awaiting(column).order_by(*newest).limit(1).scalar_subquery()


def _decided(column: Any) -> Any:  # noqa: ANN401  a scalar subquery of SQLAlchemy's own type
    newest = Application.decided_on.desc(), Application.id.desc()
    return _decisions(column).order_by(*newest).limit(1).scalar_subquery()


def _answered(column: Any) -> Any:  # noqa: ANN401  a scalar subquery of SQLAlchemy's own type
    newest = _SAID_ON.desc(), Referral.id.desc()
    return _answers(column).order_by(*newest).limit(1).scalar_subquery()
