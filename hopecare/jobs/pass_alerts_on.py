"""Ring and pass on what nobody has taken up; one alert that fails never stops the rest."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, func, or_, select

from hopecare.database import AllTowns
from hopecare.domain.care_path import AlertStatus
from hopecare.domain.escalation import PASS_ON_UNTIL
from hopecare.domain.identity import SystemActor
from hopecare.services.pass_alert_on import pass_alert_on
from hopecare.services.ring_alert import ring_alert
from models import Alert

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Select

    from hopecare.jobs.tools import Tools

log = logging.getLogger(__name__)
BY: Final = SystemActor(name="pass_alerts_on")
BATCH: Final = 500


def pass_alerts_on(tools: Tools) -> int:
    """Ring whoever has the text, then tell one more; an old alert stands on the day's page."""
    now = tools.clock()
    return sum(_pass_on(tools, alert_id) for alert_id in _waiting(tools, now))


def _waiting(tools: Tools, now: datetime) -> Iterator[UUID]:
    """Every alert nobody has taken up, the newest first: old ones never keep it from its turn.

    Read in batches, so that neither a flood nor what waits for a digest leaves one out.
    """
    after: tuple[datetime, UUID] | None = None
    while True:
        with tools.database.reading(AllTowns()) as session:
            rows = session.execute(_batch(now, after)).all()
        yield from (alert_id for alert_id, _raised_at in rows)
        if len(rows) < BATCH:
            return
        after = (rows[-1].raised_at, rows[-1].id)


def _batch(now: datetime, after: tuple[datetime, UUID] | None) -> Select[UUID, datetime]:
    """The next alerts, older than the last of the batch before."""
    waiting = (
        select(Alert.id, Alert.raised_at)
        .where(
            Alert.status == AlertStatus.RAISED,
            # One of the evening is told in the morning, and is fresh from then on.
            func.coalesce(Alert.acknowledged_at, Alert.raised_at) > now - 2 * PASS_ON_UNTIL,
        )
        .order_by(Alert.raised_at.desc(), Alert.id.desc())
        .limit(BATCH)
    )
    if after is None:
        return waiting
    raised_at, alert_id = after
    return waiting.where(
        or_(
            Alert.raised_at < raised_at,
            and_(Alert.raised_at == raised_at, Alert.id < alert_id),
        )
    )


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
