"""Reports and those who sent them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from hopecare.domain.care_path import REPORT, ReportStatus
from hopecare.domain.codes import make_code
from hopecare.domain.reports import ReportDoor
from hopecare.domain.urgency import Urgency
from hopecare.queries.search_terms import address_index, person_terms, phone_index
from models import Area, Centre, Report, Reporter, ReportTerm
from tests.factories.towns import NOW, town_id_of


def a_report(
    session: Session,
    *,
    name: str | None = "김다래",
    phone: str | None = None,
    address: str | None = None,
    birth_on: date | None = None,
    words: str | None = "며칠째 불이 꺼져 있어요.",
    urgency: Urgency = Urgency.ORDINARY,
    status: ReportStatus = REPORT.start,
    answers: Mapping[str, str] | None = None,
    about_self: bool = False,
    area: Area | None = None,
    centre: Centre | None = None,
    reporter_name: str | None = "이이웃",
    town_id: UUID | None = None,
    now: datetime = NOW,
) -> Report:
    """A report as it lies in triage, with its terms and its reporter."""
    report = Report(
        town_id=town_id_of(session, town_id),
        code=make_code(secrets.token_bytes(8)),
        status=status,
        urgency=urgency,
        door=ReportDoor.PAGE,
        about_self=about_self,
        language="ko",
        received_at=now,
        answers=dict(answers or {}),
        words=words,
        about_name=name,
        about_phone=phone,
        about_phone_index=phone_index(phone) if phone else None,
        about_address=address,
        about_address_index=address_index(address) if address else None,
        about_birth_on=birth_on.isoformat() if birth_on else None,
        area_id=area.id if area else None,
        centre_id=centre.id if centre else None,
    )
    session.add(report)
    session.flush()
    for kind, term in sorted(person_terms(name or "", birth_on=birth_on)):
        session.add(ReportTerm(town_id=report.town_id, report_id=report.id, kind=kind, term=term))
    session.add(
        Reporter(
            town_id=report.town_id,
            report_id=report.id,
            wishes_unnamed=reporter_name is None,
            name=reporter_name,
        )
    )
    session.flush()
    return report
