"""Somebody told of an alert wrote what is not understood: say once how it is answered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.alert_answers import HOW_PREFIX, read_alert_answer
from hopecare.domain.care_path import AlertStatus
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.alerts_told import was_told_how_since
from hopecare.services.answer_help_word import ANSWERED_WITHIN
from hopecare.services.ask_for_review import DISTRESS
from models import Alert, Person
from notifications.outbox import promise

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.queries.open_questions import OpenQuestion
    from models import InboundMessage, Message

HOUR: Final = timedelta(hours=1)


def say_how_to_take(
    session: Session, *, row: InboundMessage, questions: Sequence[OpenQuestion], now: datetime
) -> Message | None:
    """Promise the text, once for the newest alert that waits and one an hour; else None.

    A telephone that answers by itself hears it no second time. A call for help has its own answer,
    and what was written long ago has none.
    """
    newest = _newest(session, questions)
    is_for_others = row.meaning in DISTRESS or read_alert_answer(row.body or "") is not None
    if newest is None or is_for_others or now - row.received_at > ANSWERED_WITHIN:
        return None
    alert, person_id = newest
    if was_told_how_since(session, person_id, since=now - HOUR):
        return None
    return _say(session, alert, person_id, now)


def _newest(session: Session, questions: Sequence[OpenQuestion]) -> tuple[Alert, UUID] | None:
    """The newest alert that waits, where this telephone may mean nothing but an alert."""
    if len({each.person_id for each in questions}) != 1:
        return None
    newest = questions[0]
    if newest.alert_id is None or any(each.alert_id is None for each in questions):
        return None
    alert = session.get_one(Alert, newest.alert_id)
    return (alert, newest.person_id) if alert.status is AlertStatus.RAISED else None


def _say(session: Session, alert: Alert, person_id: UUID, now: datetime) -> Message:
    reader = session.get_one(Person, person_id)
    return promise(
        session,
        town_id=alert.town_id,
        kind=MessageKind.ALERT_NEWS,
        to_person_id=person_id,
        dedup_key=f"{HOW_PREFIX}{alert.id}:{person_id}",
        words=Words(text=Text.ALERT_UNCLEAR, values={"code": alert.code or ""}),
        language=reader.language,
        channel=Channel.SMS,
        now=now,
    )
