"""Nobody has taken an alert up: who was told is rung where no text reaches them or is answered."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hopecare.domain.alert_rules import Telling, had_time_to_read
from hopecare.domain.care_path import AlertStatus, MessageStatus
from hopecare.domain.channel_health import failing_channel
from hopecare.domain.channel_profiles import Answerable
from hopecare.domain.channels import Channel, ReplyWay
from hopecare.domain.delivery import HoldReason
from hopecare.domain.escalation import PASS_ON_UNTIL
from hopecare.queries.alerts import hold_alert
from hopecare.queries.alerts_told import LOST, rung_about, told_of
from hopecare.queries.closed_accounts import has_closed_account
from hopecare.queries.sending_stops import is_stopped
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.services.tell_apart import tell_apart
from hopecare.services.tell_staff import tell_staff
from hopecare.services.time_alert import time_alert
from notifications.town_channels import profile_of_town

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Alert, Message


def ring_alert(session: Session, *, alert_id: UUID, now: datetime) -> list[UUID]:
    """Ring whom no text reaches, and who got one long enough ago, each once; gives whom."""
    alert = hold_alert(session, alert_id)
    if not _waits(session, alert, now):
        return []
    told = told_of(session, alert)
    due = _due(session, alert, told, now)
    rung = rung_about(session, alert, due)
    ringing = [each for each in due if each not in rung and not has_closed_account(session, each)]
    return [each for each in ringing if _ring(session, alert, each, now)]


def _ring(session: Session, alert: Alert, person_id: UUID, now: datetime) -> bool:
    """Promise the call to one; False where it cannot be said to them."""
    ring = partial(tell_staff, session, alert, to_person_id=person_id, now=now, rings=True)
    return tell_apart(session, person_id, ring)


def _due(session: Session, alert: Alert, told: Mapping[UUID, Message], now: datetime) -> list[UUID]:
    """Whom the text did not reach, at once; and where it cannot be answered, who has had time.

    For a text that cannot leave nobody waits longer either: it wakes nobody where it lies.
    """
    rule, is_rung = time_alert(session, alert, now=now).rule, _is_rung(session, alert, now)
    due = []
    for person_id, first in told.items():
        told_at = time_alert(session, alert, now=first.created_at).at
        had_time = had_time_to_read(rule, told_at=told_at, now=now)
        waits_in_vain = had_time and (is_rung or _cannot_leave(session, first))
        is_time = _got_no_text(first) or waits_in_vain
        if first.channel is Channel.SMS and is_time and now < told_at + PASS_ON_UNTIL:
            due.append(person_id)
    return due


def _cannot_leave(session: Session, message: Message) -> bool:
    """Whether it was tried in vain so far, or texts are stopped by hand, and calls are not."""
    if message.status is MessageStatus.UNKNOWN:
        return True
    if message.status is not MessageStatus.PENDING:
        return False
    if message.attempt > 0:
        return True
    stops = {each: is_stopped(session, town_id=message.town_id, channel=each) for each in Channel}
    return stops[Channel.SMS] and not stops[Channel.VOICE]


def _got_no_text(message: Message) -> bool:
    """Whether the network lost it, or they want no texts: then it is said by a call.

    What is held for another reason would be held as a call as well.
    """
    return message.status in LOST and message.hold_reason in (None, HoldReason.OPTED_OUT)


def _waits(session: Session, alert: Alert, now: datetime) -> bool:
    """Whether nobody has taken it up, it cannot wait for later, and calls can leave."""
    if alert.status is not AlertStatus.RAISED or alert.code is None:
        return False
    when = time_alert(session, alert, now=now)
    return when.telling is Telling.AT_ONCE and failing_channel(alert.dedup_key) is not Channel.VOICE


def _is_rung(session: Session, alert: Alert, now: datetime) -> bool:
    """Whether calls follow texts here: the centre wants it, and no text can be answered."""
    if not time_alert(session, alert, now=now).rule.is_rung:
        return False
    town = town_by_id(session, alert.town_id)
    profile = profile_of_town(session, town, on=local_day(session, town.id, now))
    ways = profile.answers[Answerable.ALERT]
    return ReplyWay.KEYPRESS in ways and ReplyWay.SMS not in ways
