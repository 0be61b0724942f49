"""Somebody has died: no alarm about them goes round any more, and no check-in goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.alerts import AlertEnd, AlertKind, reply_of_key
from hopecare.domain.care_path import AlertStatus
from hopecare.queries.overdue_calls import overdue_calls
from hopecare.queries.stoppable import open_slots_of
from hopecare.services.cancel_check_in import cancel_check_in
from hopecare.services.resolve_alert import resolve_alert
from hopecare.services.reword_alert import reword_alert
from models import Alert

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Person

CODE = "has_died"


def end_alarms_about(
    session: Session,
    person: Person,
    *,
    of_others: Collection[UUID],
    rung: Collection[UUID],
    by: Actor,
    now: datetime,
) -> list[str]:
    """End every alarm about them, and say which alerts it ended.

    One that tells of late calls to others too goes on, about the most fragile of those; so does a
    call for help they wrote that may be `of_others`. Staff who were alarmed read that it is over;
    `rung` hear it from a person.
    """
    standing = select(Alert).where(
        Alert.person_id == person.id, Alert.status != AlertStatus.RESOLVED
    )
    found = session.scalars(standing.order_by(Alert.id)).all()
    alerts = [alert.id for alert in found if not _goes_on(session, alert, person, of_others, now)]
    end = AlertEnd.HAS_DIED
    for alert_id in alerts:
        resolve_alert(session, alert_id=alert_id, ended_by=end, by=by, now=now)
    for slot in open_slots_of(session, person.id):
        cancel_check_in(session, slot, code=CODE, rung=rung, by=by, now=now)
    return [str(alert_id) for alert_id in alerts]


def _goes_on(
    session: Session, alert: Alert, person: Person, of_others: Collection[UUID], now: datetime
) -> bool:
    """Whether it may be about somebody else: late calls to others name these from now on.

    So do its texts that have not left.
    """
    if reply_of_key(alert.dedup_key) in of_others:
        return True
    if alert.kind is not AlertKind.CALL_OVERDUE:
        return False
    others = overdue_calls(
        session,
        town_id=alert.town_id,
        centre_id=alert.centre_id,
        now=alert.raised_at,
        anyhow=True,
        but_about=person.id,
    )
    if others.count:
        alert.person_id = others.first_about_id
        reword_alert(session, alert, now=now)
    return bool(others.count)
