"""Say when staff are told of an alert: the one place where a centre's rule is obeyed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hopecare.domain.alert_rules import AlertRule, Telling, telling
from hopecare.domain.send_gate import night_ends
from hopecare.queries.alert_rules import rule_of
from hopecare.queries.town_days import town_by_id
from notifications.town_channels import profile_of_town

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Alert


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertTime:
    """When words about an alert that are promised now leave, by which rule."""

    rule: AlertRule
    telling: Telling
    at: datetime


def time_alert(session: Session, alert: Alert, *, now: datetime) -> AlertTime:
    """Decide by the rule that holds at the alert's centre, and by the town's quiet hours."""
    town = town_by_id(session, alert.town_id)
    local = now.astimezone(ZoneInfo(town.zone))
    rule = rule_of(session, alert, at=now)
    morning = night_ends(local, profile_of_town(session, town, on=local.date()))
    when = telling(rule, is_night=morning is not None)
    waits = morning is not None and when is Telling.IN_THE_MORNING
    return AlertTime(rule=rule, telling=when, at=morning if waits and morning else now)
