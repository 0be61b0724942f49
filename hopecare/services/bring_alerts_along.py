"""Alerts about a resident go to another centre with their case: its people see and take them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import AlertStatus
from hopecare.queries.alerts import CALLS_FOR_HELP, hold_alerts_to_move
from hopecare.queries.duty import on_duty
from hopecare.queries.who_has_left import works_for
from hopecare.services.raise_again import raise_again
from hopecare.services.tell_staff import tell_staff
from hopecare.services.time_alert import time_alert

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Alert, Case


def bring_alerts_along(session: Session, case: Case, *, by: Actor, now: datetime) -> None:
    """Give every open alert to the case's centre; whoever is on duty there is told of it.

    What somebody took up who cannot see the resident any more is there for others to take.
    """
    for alert in hold_alerts_to_move(session, case):
        alert.centre_id = case.centre_id
        session.flush()
        if alert.status is AlertStatus.RAISED:
            _tell(session, alert, now)
        elif not works_for(session, alert.acknowledged_by_id, case.centre_id):
            raise_again(session, alert_id=alert.id, by=by, now=now)


def _tell(session: Session, alert: Alert, now: datetime) -> None:
    """Tell those on duty when the words leave; whoever knows of it already is not told again."""
    readers = on_duty(
        session,
        town_id=alert.town_id,
        centre_id=alert.centre_id,
        at=time_alert(session, alert, now=now).at,
        anywhere=alert.kind in CALLS_FOR_HELP,
    )
    for reader in readers:
        tell_staff(session, alert, to_person_id=reader, now=now)
