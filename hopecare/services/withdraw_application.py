"""Take an application back: its clocks and the help until its decision end, nobody goes along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import ApplicationEvent
from hopecare.domain.timeline import EntryKind
from hopecare.queries.applications import hold_application
from hopecare.services.end_bridge import end_bridge
from hopecare.services.end_clocks import end_clocks
from hopecare.services.end_companion import end_companion
from hopecare.services.move_application import move_application
from hopecare.services.note_application import note_application

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Application


def withdraw_application(
    session: Session, *, application_id: UUID, by: Actor, now: datetime
) -> Application:
    """Withdraw what is not decided, also while it waits; nothing that was written is lost."""
    _, application = hold_application(session, application_id)
    move_application(application, event=ApplicationEvent.WITHDRAWN)
    end_clocks(session, application_id=application.id, by=by, now=now)
    end_bridge(session, application, is_met=False, by=by, now=now)
    end_companion(session, application, by=by, now=now)
    note_application(session, application, EntryKind.APPLICATION_WITHDRAWN, by=by, now=now)
    session.flush()
    return application
