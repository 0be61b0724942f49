"""What somebody whose account is closed took up and has not ended is there for others to take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.identity import SystemActor
from hopecare.queries.alerts import alerts_in_hands_of
from hopecare.services.raise_again import raise_again
from models import CallTask

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

BY: Final = SystemActor(name="accounts")


def leave_alerts(session: Session, *, person_id: UUID, now: datetime) -> None:
    """Tell whoever is on duty of their alerts anew; the calls they hold are anybody's.

    The calls are held before the alerts, as a good answer holds them.
    """
    theirs = (
        select(CallTask)
        .where(CallTask.owner_id == person_id, CallTask.status == CallTaskStatus.OPEN)
        .order_by(CallTask.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    for call in session.scalars(theirs).all():
        call.owner_id = None
    for alert_id in alerts_in_hands_of(session, person_id):
        raise_again(session, alert_id=alert_id, by=BY, now=now)
    session.flush()
