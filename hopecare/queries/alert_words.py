"""The words of an alert: whom it is about as it stands now, how many, and how to answer."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.alerts import AlertKind
from hopecare.domain.channel_health import failing_channel
from hopecare.domain.channels import Channel
from hopecare.domain.cost_cap import CapMark, cap_mark
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.alert_subjects import about_of, district_of, subject_of
from hopecare.queries.overdue_calls import overdue_calls
from hopecare.queries.shared_telephones import perhaps_from
from hopecare.queries.unread_words import find_unread

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Alert

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


def alert_words(session: Session, alert: Alert, *, language: str, now: datetime) -> Words:
    """Give what it is about, and then how to answer."""
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
