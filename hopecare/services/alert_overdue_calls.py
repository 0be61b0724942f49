"""Calls that cannot wait are overdue: whoever is on duty hears it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.alerts import AlertKind
from hopecare.domain.care_path import AlertStatus
from hopecare.domain.overdue_calls import GATHER
from hopecare.queries.overdue_calls import find_last_overdue_alert, overdue_calls
from hopecare.services.raise_alert import Cause, raise_alert
from models import Town

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Alert


def alert_overdue_calls(
    session: Session, *, town_id: UUID, centre_id: UUID | None, by: Actor, now: datetime
) -> Alert | None:
    """Raise one alert for all that fell overdue since the last; it names the most fragile.

    None where each of them was told of already, or more may come to be told with them.
    """
    # Held, so that a second worker sees what the first has raised.
    session.get_one(Town, town_id, with_for_update=True, populate_existing=True)
    last = find_last_overdue_alert(session, town_id=town_id, centre_id=centre_id)
    if (
        last is not None
        and last.status is not AlertStatus.RESOLVED
        and last.raised_at > now - GATHER
    ):
        return None
    since = last.raised_at if last is not None else None
    found = overdue_calls(session, town_id=town_id, centre_id=centre_id, now=now, after=since)
    if not found.count:
        return None
    cause = Cause(
        dedup_key=f"{AlertKind.CALL_OVERDUE}:{centre_id or town_id}:{now.isoformat()}",
        centre_id=centre_id,
        person_id=found.first_about_id,
    )
    kind = AlertKind.CALL_OVERDUE
    return raise_alert(session, town_id=town_id, kind=kind, cause=cause, by=by, now=now)
