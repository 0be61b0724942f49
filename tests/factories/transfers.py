"""Cases that are offered to a colleague, by the real verb."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from hopecare.domain.identity import Identity
from hopecare.services.offer_case import offer_case
from models import Case, CaseTransfer
from tests.factories.closings import a_colleague
from tests.factories.towns import NOW


def a_transfer(
    session: Session,
    case: Case,
    *,
    to: Identity | None = None,
    by: Identity | None = None,
    now: datetime = NOW,
) -> CaseTransfer:
    """An offer that waits; without anybody named, between two colleagues of its centre."""
    by = by or a_colleague(session, case, name="남부탁")
    to = to or a_colleague(session, case, name="오동료")
    case.owner_id = by.person_id
    session.flush()
    return offer_case(
        session, case_id=case.id, to_id=to.person_id, words="다음 주에 방문이 있음", by=by, now=now
    )
