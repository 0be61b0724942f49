"""Write down that the office checked emergency aid it had granted: its clock ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.clocks import ClockKind
from hopecare.domain.timeline import EntryKind
from hopecare.errors import MoveNotAllowedError
from hopecare.queries.applications import hold_application
from hopecare.queries.clocks import running_clocks
from hopecare.queries.town_days import local_day
from hopecare.services.end_clocks import end_clocks
from hopecare.services.note_application import note_application

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Application


def check_application(
    session: Session, *, application_id: UUID, by: Actor, now: datetime
) -> Application:
    """Once, while the check is waited for; the call that was owed for it is not owed any more."""
    case, application = hold_application(session, application_id)
    kind = ClockKind.AFTER_CHECK
    if not running_clocks(session, kind, application_id=application.id):
        raise MoveNotAllowedError(machine="application", status=application.status, event="checked")
    end_clocks(session, kind, application_id=application.id, by=by, now=now)
    on = local_day(session, case.town_id, now).isoformat()
    note_application(session, application, EntryKind.APPLICATION_CHECKED, by=by, now=now, on=on)
    session.flush()
    return application
