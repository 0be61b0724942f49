"""Ring and pass on what nobody has taken up; one alert that fails never stops the rest."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.database import AllTowns
from hopecare.domain.care_path import AlertStatus
from hopecare.domain.escalation import PASS_ON_UNTIL
from hopecare.domain.identity import SystemActor
from hopecare.services.pass_alert_on import pass_alert_on
from hopecare.services.ring_alert import ring_alert
from models import Alert

if TYPE_CHECKING:
    from uuid import UUID

    from hopecare.jobs.tools import Tools

log = logging.getLogger(__name__)
BY: Final = SystemActor(name="pass_alerts_on")
BATCH: Final = 500


def pass_alerts_on(tools: Tools) -> int:
    """Ring whoever has the text, then tell one more; an old alert stands on the day's page."""
    now = tools.clock()
    waiting = (
        select(Alert.id)
        .where(
            Alert.status == AlertStatus.RAISED,
            # One of the evening is told in the morning, and is fresh from then on.
            Alert.raised_at > now - 2 * PASS_ON_UNTIL,
        )
        .order_by(Alert.raised_at, Alert.id)
        .limit(BATCH)
    )
    with tools.database.reading(AllTowns()) as session:
        alert_ids = session.scalars(waiting).all()
    return sum(_pass_on(tools, alert_id) for alert_id in alert_ids)


def _pass_on(tools: Tools, alert_id: UUID) -> int:
    """One alert in one transaction."""
    now = tools.clock()
    try:
        with tools.database.writing(AllTowns()) as session:
            rung = ring_alert(session, alert_id=alert_id, now=now)
            told = pass_alert_on(session, alert_id=alert_id, by=BY, now=now)
    except Exception:  # whatever is wrong with one, the others reach somebody
        log.exception("alert not passed on", extra={"alert_id": str(alert_id)})
        return 0
    return len(rung) + int(told is not None)
