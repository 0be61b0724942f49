"""Nobody has taken an alert up, and its text cannot be answered: whoever was told is rung."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.alert_rules import Telling, may_ring
from hopecare.domain.care_path import AlertStatus
from hopecare.domain.channel_health import failing_channel
from hopecare.domain.channel_profiles import Answerable
from hopecare.domain.channels import Channel, ReplyWay
from hopecare.domain.escalation import PASS_ON_UNTIL
from hopecare.errors import NotFoundError
from hopecare.queries.alerts_told import rung_about, told_of
from hopecare.queries.closed_accounts import has_closed_account
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.services.tell_staff import tell_staff
from hopecare.services.time_alert import time_alert
from models import Alert
from notifications.town_channels import profile_of_town

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def ring_alert(session: Session, *, alert_id: UUID, now: datetime) -> list[UUID]:
    """Ring everybody who got the text long enough ago, each once; gives whom."""
    hold = {"key_share": True}
    alert = session.get(Alert, alert_id, with_for_update=hold, populate_existing=True)
    if alert is None:
        raise NotFoundError(alert_id=alert_id)
    if not _is_rung(session, alert, now):
        return []
    texted = {
        person_id: time_alert(session, alert, now=first.created_at).at
        for person_id, first in told_of(session, alert.id).items()
        if first.channel is Channel.SMS
    }
    rule = time_alert(session, alert, now=now).rule
    due = [
        person_id
        for person_id, told_at in texted.items()
        if may_ring(rule, told_at=told_at, now=now) and now < told_at + PASS_ON_UNTIL
    ]
    rung = rung_about(session, alert, due)
    ringing = [each for each in due if each not in rung and not has_closed_account(session, each)]
    for person_id in ringing:
        tell_staff(session, alert, to_person_id=person_id, now=now, rings=True)
    return ringing


def _is_rung(session: Session, alert: Alert, now: datetime) -> bool:
    """Whether anybody is rung about it now: it waits, and neither texts nor calls say otherwise."""
    if alert.status is not AlertStatus.RAISED or alert.code is None:
        return False
    when = time_alert(session, alert, now=now)
    if when.telling is not Telling.AT_ONCE or not when.rule.is_rung:
        return False
    town = town_by_id(session, alert.town_id)
    profile = profile_of_town(session, town, on=local_day(session, town.id, now))
    ways = profile.answers[Answerable.ALERT]
    is_rung = ReplyWay.KEYPRESS in ways and ReplyWay.SMS not in ways
    return is_rung and failing_channel(alert.dedup_key) is not Channel.VOICE
