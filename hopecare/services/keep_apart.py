"""Write down that somebody looked: this person is not the one, so nobody has to look again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.care_path import REPORT
from hopecare.queries.reports import report_by_id
from hopecare.services.part_report import part_report
from models import KeptApart, Person

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


def keep_apart(
    session: Session,
    *,
    person_id: UUID,
    report_id: UUID | None = None,
    other_id: UUID | None = None,
    by: Actor,
    now: datetime,
) -> KeptApart:
    """Keep a person apart from a report or from another person; said twice, it stands once."""
    if report_id is not None:
        _part(session, report_id, person_id)
    known = session.scalars(
        select(KeptApart).where(
            KeptApart.person_id == person_id,
            KeptApart.report_id == report_id,
            KeptApart.other_id == other_id,
        )
    ).first()
    if known is not None:
        return known
    apart = KeptApart(
        town_id=session.get_one(Person, person_id).town_id,
        person_id=person_id,
        report_id=report_id,
        other_id=other_id,
        at=now,
        by_id=by.person_id,
    )
    session.add(apart)
    session.flush()
    return apart


def _part(session: Session, report_id: UUID, person_id: UUID) -> None:
    """A report that was taken in for this person, and is not settled, loses them."""
    report = report_by_id(session, report_id)
    if report.resident_id == person_id and report.status not in REPORT.final:
        part_report(session, report)
