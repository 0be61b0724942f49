"""A town's texts or calls get through again: the alert ends, and whoever was told hears it."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.alerts import AlertEnd
from hopecare.domain.care_path import AlertStatus, MessageStatus
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.alerts import find_last_channel_alert
from hopecare.queries.alerts_told import alarms_of_alert
from hopecare.queries.message_events import has_come_to
from hopecare.services.resolve_alert import resolve_alert
from hopecare.services.tell_apart import tell_apart
from models import Town
from notifications.folding import FOLDED
from notifications.outbox import About, promise, stop

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Alert, Message

ALL_CLEAR: Final[Mapping[Channel, Text]] = MappingProxyType(
    {Channel.SMS: Text.ALL_CLEAR_TEXTS, Channel.VOICE: Text.ALL_CLEAR_CALLS}
)


def clear_channel_alert(
    session: Session, *, town_id: UUID, channel: Channel, by: Actor, now: datetime
) -> Alert | None:
    """End the alert that stands and tell everybody who heard of it; None where there is none."""
    # Held as where it is raised, so that a second worker sees what the first has ended.
    session.get_one(Town, town_id, with_for_update=True, populate_existing=True)
    alert = find_last_channel_alert(session, town_id=town_id, channel=channel)
    if alert is None or alert.status is AlertStatus.RESOLVED:
        return None
    ended = resolve_alert(session, alert_id=alert.id, ended_by=AlertEnd.ALL_CLEAR, by=by, now=now)
    for alarm in alarms_of_alert(session, alert.id):
        if stop(session, alarm, code="all_clear", now=now):
            continue
        if _has_heard(session, alarm):
            tell = partial(_tell, session, alarm, channel, now)
            tell_apart(session, alarm.to_person_id, tell)
    session.flush()
    return ended


def _has_heard(session: Session, alarm: Message) -> bool:
    """Whether they may have heard of it: by its own words, or by one text for several alerts."""
    return alarm.status is not MessageStatus.STOPPED or has_come_to(session, alarm.id, FOLDED)


def _tell(session: Session, alarm: Message, channel: Channel, now: datetime) -> None:
    """Say it by text: that way works, or it was not the one that failed."""
    promise(
        session,
        town_id=alarm.town_id,
        kind=MessageKind.ALL_CLEAR,
        to_person_id=alarm.to_person_id,
        dedup_key=f"all_clear:{alarm.alert_id}:{alarm.to_person_id}",
        words=Words(text=ALL_CLEAR[channel]),
        about=About(alert_id=alarm.alert_id),
        channel=Channel.SMS,
        now=now,
    )
