"""Text an alert to one member of staff, in their language; once."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.alerts import AlertKind
from hopecare.domain.channel_health import failing_channel, other_than
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.language import N_, translator
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.places import district_name
from models import Person, Report
from notifications.outbox import About, promise

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

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
        AlertKind.CHANNEL_FAILING: Text.ALERT_TEXTS_FAIL,
    }
)

NOWHERE: Final = N_("district not known")
FROM_A_REPLY: Final = (Text.ALERT_HELP, Text.ALERT_CANNOT)


def tell_staff(session: Session, alert: Alert, *, to_person_id: UUID, now: datetime) -> None:
    """Promise the alert's text to one member of staff, once; never by the channel that fails."""
    failing = failing_channel(alert.dedup_key)
    reader = session.get_one(Person, to_person_id)
    about = session.get(Person, alert.person_id) if alert.person_id else None
    district = district_name(session, _area_id(session, alert, about), language=reader.language)
    promise(
        session,
        town_id=alert.town_id,
        kind=MessageKind.ALERT,
        to_person_id=to_person_id,
        dedup_key=f"alert:{alert.id}:{to_person_id}",
        words=Words(
            text=_text_of(alert, about),
            values={
                "name": about.called if about else "",
                "district": district or _nowhere(reader.language),
            },
        ),
        about=About(case_id=alert.case_id, slot_id=alert.slot_id, alert_id=alert.id),
        language=reader.language,
        channel=other_than(failing) if failing else Channel.SMS,
        now=now,
    )


def _nowhere(language: str) -> str:
    return translator(language, for_staff=True).gettext(NOWHERE)


def _text_of(alert: Alert, about: Person | None) -> Text:
    """The wording; a call for help whose sender is not clear names nobody."""
    if failing_channel(alert.dedup_key) is Channel.VOICE:
        return Text.ALERT_CALLS_FAIL
    from_somebody = about is None and TEXT_OF[alert.kind] in FROM_A_REPLY
    return Text.ALERT_HELP_SOMEBODY if from_somebody else TEXT_OF[alert.kind]


def _area_id(session: Session, alert: Alert, about: Person | None) -> UUID | None:
    """The district of the person, or of the report while nobody is known."""
    if about is not None:
        return about.area_id
    report = session.get(Report, alert.report_id) if alert.report_id else None
    return report.area_id if report else None
