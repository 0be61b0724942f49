"""What the needs of a month asked of a helper, whatever became of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.matching.sparing import NEEDS_OF_DAYS
from hopecare.queries.batch_needs import facts_of, need_rows
from hopecare.queries.may_help import FOR_NEIGHBOURS
from hopecare.queries.town_days import local_day
from hopecare.standing_consents import agreed_by
from models import Asking, Need

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.matching.constraints import NeedFacts


def month_needs(session: Session, town_id: UUID, *, now: datetime) -> list[NeedFacts]:
    """Read each need neighbours were asked for in a month, of residents who agree to it still."""
    today = local_day(session, town_id, now)
    lately = select(Asking.need_id).where(
        Asking.town_id == town_id, Asking.opened_at > now - timedelta(days=NEEDS_OF_DAYS)
    )
    only = Need.id.in_(lately)
    rows = need_rows(session, only)
    facts = facts_of(session, rows, only, today=today, now=now)
    residents = list({row.resident_id for row in rows})
    agreed = agreed_by(session, residents, on=today, purposes=tuple(sorted(FOR_NEIGHBOURS)))
    return [
        facts[row.id].facts
        for row in rows
        if agreed.get(row.resident_id, frozenset()) >= FOR_NEIGHBOURS
    ]
