"""Let the help until a decision last until the day on which it is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.needs import LIVE, need_by_id
from hopecare.queries.town_days import local_day

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from models import Application


def lengthen_bridge(
    session: Session, application: Application, due_on: date, *, now: datetime
) -> None:
    """Only help that runs is lengthened; never to a day before it began."""
    if application.bridge_need_id is None:
        return
    need = need_by_id(session, application.bridge_need_id)
    if need.status in LIVE:
        today = local_day(session, application.town_id, now)
        need.until_on = max(due_on, need.from_on, today)
        session.flush()
