"""Text an alert to one member of staff, in their language; once, and when its rule says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.alert_answers import rung_key, told_key
from hopecare.domain.alert_rules import Telling
from hopecare.domain.channel_health import failing_channel, other_than
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.queries.alert_words import alert_words
from hopecare.queries.alerts_told import goes_again
from hopecare.services.time_alert import time_alert
from models import Person
from notifications.outbox import About, promise

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Alert, Message


def tell_staff(
    session: Session, alert: Alert, *, to_person_id: UUID, now: datetime, rings: bool = False
) -> Message | None:
    """Promise the alert's text to one member of staff, once; never by the channel that fails.

    Once more where it goes round again; None where the centre wants it in the digest only.
    `rings` says the same by a call.
    """
    when = time_alert(session, alert, now=now)
    if when.telling is Telling.IN_DIGEST:
        return None
    failing = failing_channel(alert.dedup_key)
    usual = other_than(failing) if failing else Channel.SMS
    key = rung_key if rings else told_key
    reader = session.get_one(Person, to_person_id)
    return promise(
        session,
        town_id=alert.town_id,
        kind=MessageKind.ALERT,
        to_person_id=to_person_id,
        dedup_key=key(alert.id, to_person_id, again=goes_again(alert)),
        words=alert_words(session, alert, language=reader.language, now=now),
        about=About(case_id=alert.case_id, slot_id=alert.slot_id, alert_id=alert.id),
        language=reader.language,
        channel=Channel.VOICE if rings else usual,
        not_before=when.at,
        now=now,
    )
