"""Take back what was asked of volunteers whom a wish of the resident keeps out by now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.helper_wishes import keeps_out
from hopecare.queries.residents import person_by_id
from hopecare.queries.stoppable import helpers_asked_for
from hopecare.queries.town_days import local_day
from hopecare.services.stand_down_helper import stand_down_helper

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Person


def stand_down_unwished(session: Session, resident: Person, *, by: Actor, now: datetime) -> None:
    """End their offers, backups too; no text says so."""
    today = local_day(session, resident.town_id, now)
    for helper_id in helpers_asked_for(session, resident.id):
        if keeps_out(session, resident, person_by_id(session, helper_id), on=today):
            stand_down_helper(session, helper_id=helper_id, resident_id=resident.id, by=by, now=now)
