"""Alerts about a resident go to the centre that steers now: its people see and take them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hopecare.domain.alerts import ABOUT_PEOPLE
from hopecare.domain.care_path import AlertStatus
from hopecare.queries.alerts import hold_alerts_to_move
from hopecare.queries.duty import on_duty
from hopecare.queries.who_has_left import works_for
from hopecare.services.raise_again import raise_again
from hopecare.services.set_noted import Noted, set_noted
from hopecare.services.tell_apart import tell_apart
from hopecare.services.tell_staff import tell_staff
from hopecare.services.time_alert import time_alert

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.services.bring_owed_along import Along
    from models import Alert


def bring_alerts_along(
    session: Session, along: Along, *, noted: Noted, by: Actor, now: datetime
) -> None:
    """Give every open alert to the centre; whoever is on duty there is told of it.

    What somebody took up who cannot see the resident any more is there for others to take.
    """
    for alert in hold_alerts_to_move(
        session, along.person_ids, case_id=along.case_id, centre_id=along.centre_id
    ):
        set_noted(noted, alert, centre_id=along.centre_id)
        session.flush()
        if along.centre_id is None:
            continue  # every centre sees it, whoever was told of it too
        if alert.status is AlertStatus.RAISED:
            _tell(session, alert, now)
        elif not works_for(session, alert.acknowledged_by_id, along.centre_id):
            raise_again(session, alert_id=alert.id, by=by, now=now)


def _tell(session: Session, alert: Alert, now: datetime) -> None:
    """Tell those on duty when the words leave; whoever knows of it already is not told again."""
    readers = on_duty(
        session,
        town_id=alert.town_id,
        centre_id=alert.centre_id,
        at=time_alert(session, alert, now=now).at,
        anywhere=alert.kind in ABOUT_PEOPLE,
    )
    for reader in readers:
        tell = partial(tell_staff, session, alert, to_person_id=reader, now=now)
        tell_apart(session, reader, tell)
