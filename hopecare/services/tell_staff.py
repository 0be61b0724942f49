"""Text an alert to one member of staff, in their language; once, and when its rule says so."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.alert_answers import rung_key, told_key
from hopecare.domain.alert_rules import Telling
from hopecare.domain.alerts import AlertKind
from hopecare.domain.channel_health import failing_channel, other_than
from hopecare.domain.channels import Channel
from hopecare.domain.cost_cap import CapMark, cap_mark
from hopecare.domain.delivery import MessageKind
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.alert_subjects import about_of, district_of, subject_of
from hopecare.queries.alerts_told import goes_again
from hopecare.queries.overdue_calls import overdue_calls
from hopecare.queries.shared_telephones import perhaps_from
from hopecare.queries.unread_words import find_unread
from hopecare.services.time_alert import time_alert
from models import Person
from notifications.outbox import About, promise

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Alert, Message

TEXT_OF: Final[Mapping[AlertKind, Text]] = MappingProxyType(
    {
        AlertKind.SILENCE: Text.ALERT_SILENT,
        AlertKind.HELP_ASKED: Text.ALERT_HELP,
        AlertKind.CARER_AT_LIMIT: Text.ALERT_CANNOT,
        AlertKind.WORRY: Text.ALERT_WORRY,
        AlertKind.CRISIS_REPORT: Text.ALERT_CRISIS,
        AlertKind.UNFILLED: Text.ALERT_UNFILLED,
        AlertKind.CALL_OVERDUE: Text.ALERT_CALLS_OVERDUE,
        AlertKind.CHANNEL_FAILING: Text.ALERT_TEXTS_FAIL,
        AlertKind.COST_CAP: Text.ALERT_COST_NEAR,
    }
)

OF_SOMEBODY: Final[Mapping[Text, Text]] = MappingProxyType(
    {
        Text.ALERT_HELP: Text.ALERT_HELP_SOMEBODY,
        Text.ALERT_CANNOT: Text.ALERT_HELP_SOMEBODY,
        Text.ALERT_CALLS_OVERDUE: Text.ALERT_CALLS_OVERDUE_SOMEBODY,
    }
)
"""What is said where we do not know who it was that wrote or rang."""


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
        words=_words(session, alert, reader.language, now),
        about=About(case_id=alert.case_id, slot_id=alert.slot_id, alert_id=alert.id),
        language=reader.language,
        channel=Channel.VOICE if rings else usual,
        not_before=when.at,
        now=now,
    )


def _words(session: Session, alert: Alert, language: str, now: datetime) -> Words:
    """What it is about, and then how to answer."""
    about = about_of(session, alert, language=language)
    perhaps = () if about else perhaps_from(session, alert)
    people = (
        [about]
        if about
        else [subject_of(session, alert, each, language=language) for each in perhaps]
    )
    return Words(
        text=_text_of(session, alert, is_named=bool(people)),
        values={
            "name": " / ".join(each.called for each in people),
            "district": district_of(session, alert, people, language=language),
            "code": alert.code or "",
            **_count_of(session, alert, now),
        },
        then=Text.ALERT_HOW if alert.code else None,
    )


def _count_of(session: Session, alert: Alert, now: datetime) -> Mapping[str, int]:
    """How many calls are overdue as the words are written, where that is what they are about."""
    if alert.kind is not AlertKind.CALL_OVERDUE:
        return {}
    found = overdue_calls(session, town_id=alert.town_id, centre_id=alert.centre_id, now=now)
    return {"count": max(found.count, 1)}


def _text_of(session: Session, alert: Alert, *, is_named: bool) -> Text:
    """The wording; a call for help names nobody where we do not know whose telephone it was.

    Where words of theirs have come that nobody has read yet, it says so.
    """
    if find_unread(session, alert) is not None:
        helps = alert.kind is AlertKind.HELP_ASKED
        return Text.ALERT_HELP_WROTE if helps else Text.ALERT_SILENT_WROTE
    if failing_channel(alert.dedup_key) is Channel.VOICE:
        return Text.ALERT_CALLS_FAIL
    if cap_mark(alert.dedup_key) is CapMark.REACHED:
        return Text.ALERT_COST_REACHED
    text = TEXT_OF[alert.kind]
    return text if is_named else OF_SOMEBODY.get(text, text)
