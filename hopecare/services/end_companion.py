"""Whoever was to go along to an appointment is told that it is not as they know it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.needs import LIVE, need_by_id
from hopecare.services.end_need import end_need

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Application


def end_companion(session: Session, application: Application, *, by: Actor, now: datetime) -> bool:
    """End the need with its asking, and say whether anybody was wanted; ended already, it stays.

    A helper who said yes hears it at once: nobody waits at a door on a day that does not hold.
    """
    if application.companion_need_id is None:
        return False
    need = need_by_id(session, application.companion_need_id)
    if need.status not in LIVE:
        return False
    end_need(session, need_id=need.id, is_met=False, by=by, now=now)
    return True
