"""While an office is late the help goes on: nobody is left alone for want of an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.applications import application_by_id
from hopecare.queries.needs import LIVE, need_by_id

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from models import LegalClock


def keep_bridge(session: Session, clock: LegalClock, *, until: date) -> None:
    """Let the help until the decision last until the office is asked again; never for shorter."""
    if clock.application_id is None:
        return
    need_id = application_by_id(session, clock.application_id).bridge_need_id
    need = need_by_id(session, need_id) if need_id else None
    if need and need.status in LIVE and need.until_on and need.until_on < until:
        need.until_on = until
        session.flush()
