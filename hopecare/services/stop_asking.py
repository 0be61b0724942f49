"""Ask no neighbour of a case any more: every offer that waits is stood down, and told so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.offers import StandDownCause
from hopecare.queries.needs import live_needs_of_case, need_by_id
from hopecare.services.end_asking import end_asking
from hopecare.services.stand_down_offers import stand_down_offers

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case


def stop_asking(session: Session, case: Case, *, by: Actor, now: datetime) -> None:
    """Stand down the offers and backups of every live need; the caller holds the case."""
    for live in live_needs_of_case(session, case.id):
        need = need_by_id(session, live.id, alone=True)
        cause = StandDownCause.ENDED
        stand_down_offers(session, case, need, cause=cause, by=by, now=now)
        end_asking(session, case, need, now=now)
        session.flush()
