"""The rule of an alert, as it holds at its centre on a day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hopecare.domain.alert_rules import AlertRule
from hopecare.domain.town_settings import alert_key
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.town_values import shipped_policy, value_here

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Alert


def rule_of(session: Session, alert: Alert, *, at: datetime) -> AlertRule:
    """Give what the centre wants for an alert of this kind."""
    town = town_by_id(session, alert.town_id)
    on, key = local_day(session, alert.town_id, at), alert_key(alert.kind)
    value = value_here(session, town, key, on=on, centre_id=alert.centre_id)
    return AlertRule(
        by_day=value["text_by_day"],
        by_night=value["text_by_night"],
        is_rung=value["rung"],
        ring_after=timedelta(minutes=shipped_policy("alerts")["ringing"]["after_minutes"]),
        pass_on_after=timedelta(minutes=value["pass_on_after_minutes"]),
    )


def left_lying_after() -> timedelta:
    """Give how long whoever took an alert up may write nothing about it."""
    return timedelta(minutes=shipped_policy("alerts")["left_lying"]["after_minutes"])
