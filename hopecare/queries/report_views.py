"""One report as its page shows it: whom it may be about, who tried what, what happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.care_path import ReportStatus
from hopecare.queries.duplicates import (
    PersonHit,
    ReportHit,
    apart_from_report,
    find_duplicates,
    find_like_reports,
    traces_of_report,
)
from hopecare.queries.reports import report_by_id, tries_of
from hopecare.queries.timelines import Stretch, TimelineLine, timeline_of_report
from hopecare.queries.visibility import visible
from models import Area, Centre, InboundMessage, Person

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.queries.timelines import Place
    from models import Call, Report


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """A report with everything its page needs, read in a fixed number of statements."""

    report: Report
    area: Area | None
    centre: Centre | None
    owner: Person | None
    resident: Person | None
    tries: Sequence[Call]
    people: list[PersonHit]
    reports: list[ReportHit]
    lines: Stretch[TimelineLine]
    replies: Sequence[InboundMessage]
    """The texts and calls it was made of."""

    @property
    def is_settled(self) -> bool:
        """Whether it belongs to a resident."""
        return self.report.status in (ReportStatus.JOINED, ReportStatus.OPENED)


def report_view(
    session: Session, report_id: UUID, *, identity: Identity, before: Place | None = None
) -> ReportView:
    """Read one report; whoever it may be about is looked for in the whole town."""
    report = report_by_id(session, report_id)
    traces, replies = traces_of_report(session, report), _replies(session, report_id, identity)
    return ReportView(
        report=report,
        area=session.get(Area, report.area_id) if report.area_id else None,
        centre=session.get(Centre, report.centre_id) if report.centre_id else None,
        owner=session.get(Person, report.owner_id) if report.owner_id else None,
        resident=session.get(Person, report.resident_id) if report.resident_id else None,
        tries=tries_of(session, report_id),
        people=_sender_first(
            find_duplicates(
                session,
                traces,
                identity=identity,
                except_id=report.resident_id,
                apart=apart_from_report(session, report.id),
            ),
            {each.person_id for each in replies} if report.about_self else set(),
        ),
        reports=find_like_reports(session, report, traces, identity=identity),
        lines=timeline_of_report(session, report_id, before=before),
        replies=replies,
    )


def _sender_first(people: list[PersonHit], senders: Collection[UUID | None]) -> list[PersonHit]:
    """Put first whoever wrote or rang and is known: the report is about them by their own word."""
    return sorted(people, key=lambda hit: hit.person is None or hit.person.id not in senders)


def _replies(session: Session, report_id: UUID, identity: Identity) -> Sequence[InboundMessage]:
    """What came in of which this report was made, as far as this reader may read it."""
    made_of = (
        select(InboundMessage)
        .where(InboundMessage.report_id == report_id)
        .where(visible("reply.read", identity, InboundMessage))
        .order_by(InboundMessage.received_at, InboundMessage.id)
    )
    return session.scalars(made_of).all()
