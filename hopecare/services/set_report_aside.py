"""Set a report aside, saying why: each reason keeps what it needs and nothing more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete

from hopecare.domain.care_path import ReportEvent
from hopecare.domain.retention import KeptFor
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError
from hopecare.queries.areas import centre_by_id
from hopecare.queries.keeping import kept_until
from hopecare.queries.reports import report_by_id, reporter_of, tries_of
from hopecare.queries.town_days import local_day
from hopecare.services.move_report import move_report
from hopecare.services.note_timeline import note_timeline
from models import Report, ReportTerm

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor

_KIND_OF: Final = {
    ReportEvent.CONSENT_REFUSED: EntryKind.REPORT_CONSENT_REFUSED,
    ReportEvent.NOT_FOUND: EntryKind.REPORT_NOT_FOUND,
    ReportEvent.NO_CAPACITY: EntryKind.REPORT_NO_CAPACITY,
    ReportEvent.MOVED_AWAY: EntryKind.REPORT_MOVED,
    ReportEvent.DEATH_RECORDED: EntryKind.REPORT_DIED,
    ReportEvent.CLOSED_WITHOUT_NEED: EntryKind.REPORT_CLOSED,
}
SETS_ASIDE: Final = tuple(_KIND_OF)
"""The reasons for which a report may be set aside."""
_WITH_A_DAY: Final = {
    ReportEvent.CONSENT_REFUSED: "ask_again_on",
    ReportEvent.NOT_FOUND: "next_try_on",
    ReportEvent.NO_CAPACITY: "next_try_on",
}
TRIES_BEFORE_NOT_FOUND: Final = 2
ASK_AGAIN_AFTER: Final = timedelta(days=90)
"""Offered as the day to ask again; a person may choose another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """Why a report is set aside, and what that reason asks for."""

    event: ReportEvent
    again_on: date | None = None
    """When somebody asks, or looks, again."""
    centre_id: UUID | None = None
    """Where a moved report goes."""


def set_report_aside(
    session: Session, *, report_id: UUID, aside: Aside, by: Actor, now: datetime
) -> Report:
    """Move the report; a refusal keeps a short record, "not found" needs dated tries."""
    report = report_by_id(session, report_id)
    _refuse_incomplete(session, report, aside, local_day(session, report.town_id, now))
    if aside.event is ReportEvent.CONSENT_REFUSED:
        report.ask_again_on = aside.again_on
    move_report(report, event=aside.event, now=now)
    if aside.event in _WITH_A_DAY:
        setattr(report, _WITH_A_DAY[aside.event], aside.again_on)
    _keep_for(session, report, aside.event, local_day(session, report.town_id, now))
    if aside.event is ReportEvent.CONSENT_REFUSED:
        _shorten(session, report)
    if aside.event is ReportEvent.MOVED_AWAY and aside.centre_id is not None:
        report.centre_id = centre_by_id(session, aside.centre_id).id
        report.owner_id = None
    note_timeline(
        session,
        town_id=report.town_id,
        kind=_KIND_OF[aside.event],
        at=now,
        by=by,
        report_id=report.id,
        subject_id=report.id,
        facts={
            "again_on": aside.again_on.isoformat() if aside.again_on else None,
            "centre_id": str(aside.centre_id) if aside.centre_id else None,
        },
    )
    session.flush()
    return report


def _refuse_incomplete(session: Session, report: Report, aside: Aside, today: date) -> None:
    faults: dict[str, list[str]] = {}
    if aside.event in _WITH_A_DAY and aside.again_on is None:
        faults["again_on"] = ["required"]
    elif aside.again_on is not None and aside.again_on <= today:
        faults["again_on"] = ["date_in_past"]
    if aside.event is ReportEvent.MOVED_AWAY and aside.centre_id in (None, report.centre_id):
        faults["centre_id"] = ["choose_another_centre"]
    is_lost = aside.event is ReportEvent.NOT_FOUND
    if is_lost and len(tries_of(session, report.id)) < TRIES_BEFORE_NOT_FOUND:
        faults["event"] = ["too_few_tries"]
    if faults:
        raise InvalidInputError(faults)


def _keep_for(session: Session, report: Report, event: ReportEvent, today: date) -> None:
    """Say until when the report is kept, and who told us no longer than needed to ask back."""
    is_refusal = event is ReportEvent.CONSENT_REFUSED
    why = KeptFor.CONSENT_REFUSED if is_refusal else KeptFor.REPORT_WITHOUT_CASE
    report.retain_until = kept_until(session, report.town_id, why, since=today)
    reporter = reporter_of(session, report.id)
    if reporter is not None:
        reporter.retain_until = kept_until(session, report.town_id, KeptFor.REPORTER, since=today)


def _shorten(session: Session, report: Report) -> None:
    """Keep that somebody said no and when to ask again; the story goes, the area stays."""
    report.words = None
    report.about_birth_on = None
    report.answers = {}
    session.execute(delete(ReportTerm).where(ReportTerm.report_id == report.id))
