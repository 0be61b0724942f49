"""A town's texts or calls no longer get through: whoever is on duty hears of it another way."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.alerts import AlertKind
from hopecare.domain.care_path import AlertStatus
from hopecare.domain.channel_health import failing_key
from hopecare.queries.alerts import find_last_channel_alert
from hopecare.services.raise_alert import Cause, raise_alert
from models import Town

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.channels import Channel
    from hopecare.domain.identity import Actor
    from models import Alert

AGAIN_AFTER: Final = timedelta(minutes=30)
"""Once it has ended, a channel that still stumbles is not news for this long."""


def raise_channel_alert(
    session: Session, *, town_id: UUID, channel: Channel, by: Actor, now: datetime
) -> Alert | None:
    """Raise one alert while it lasts; None where it is known, or has only just ended."""
    # Held, so that a second worker sees what the first has raised.
    session.get_one(Town, town_id, with_for_update=True, populate_existing=True)
    last = find_last_channel_alert(session, town_id=town_id, channel=channel)
    if last is not None and _is_known(last, now):
        return None
    cause = Cause(dedup_key=failing_key(channel, now))
    kind = AlertKind.CHANNEL_FAILING
    return raise_alert(session, town_id=town_id, kind=kind, cause=cause, by=by, now=now)


def _is_known(last: Alert, now: datetime) -> bool:
    if last.status is not AlertStatus.RESOLVED:
        return True
    return last.resolved_at is not None and last.resolved_at > now - AGAIN_AFTER
