"""Raise an alert for what cannot wait, and text whoever is on duty; once for each cause."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.alerts import AlertKind
from hopecare.domain.care_path import ALERT
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.domain.timeline import EntryKind
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.duty import on_duty
from hopecare.queries.places import district_name
from hopecare.services.note_timeline import note_timeline
from models import Alert, Person, Report
from notifications.outbox import About, promise

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor

TEXT_OF: Final[Mapping[AlertKind, Text]] = MappingProxyType(
    {
        AlertKind.SILENCE: Text.ALERT_SILENT,
        AlertKind.HELP_ASKED: Text.ALERT_HELP,
        AlertKind.CARER_AT_LIMIT: Text.ALERT_CANNOT,
        AlertKind.WORRY: Text.ALERT_WORRY,
        AlertKind.CRISIS_REPORT: Text.ALERT_CRISIS,
        AlertKind.UNFILLED: Text.ALERT_UNFILLED,
        AlertKind.CHANNEL_FAILING: Text.ALERT_CHANNEL,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What an alert is about; `dedup_key` names the cause, so that nobody is alerted twice."""

    dedup_key: str
    centre_id: UUID | None = None
    person_id: UUID | None = None
    case_id: UUID | None = None
    slot_id: UUID | None = None
    worry_id: UUID | None = None
    report_id: UUID | None = None


def raise_alert(
    session: Session,
    *,
    town_id: UUID,
    kind: AlertKind,
    cause: Cause,
    by: Actor,
    now: datetime,
) -> Alert:
    """Raise it and promise a text to everybody on duty, or give back the one that stands."""
    known = _known(session, town_id, cause.dedup_key)
    if known is not None:
        return known
    alert = _alert(session, town_id, kind, cause, now)
    session.add(alert)
    session.flush()
    note_timeline(
        session,
        town_id=town_id,
        kind=EntryKind.ALERT_RAISED,
        at=now,
        by=by,
        person_id=cause.person_id,
        case_id=cause.case_id,
        report_id=cause.report_id,
        subject_id=alert.id,
        facts={"kind": kind.value},
    )
    for reader in on_duty(session, town_id=town_id, centre_id=alert.centre_id, at=now):
        tell_staff(session, alert, to_person_id=reader, now=now)
    return alert


def tell_staff(session: Session, alert: Alert, *, to_person_id: UUID, now: datetime) -> None:
    """Promise the alert's text to one member of staff, once."""
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
            text=TEXT_OF[alert.kind],
            values={"name": about.called if about else "", "district": district},
        ),
        about=About(case_id=alert.case_id, slot_id=alert.slot_id, alert_id=alert.id),
        language=reader.language,
        channel=Channel.SMS,
        now=now,
    )


def _known(session: Session, town_id: UUID, dedup_key: str) -> Alert | None:
    """The alert raised for this cause already."""
    same = select(Alert).where(Alert.town_id == town_id, Alert.dedup_key == dedup_key)
    return session.scalars(same).one_or_none()


def _alert(session: Session, town_id: UUID, kind: AlertKind, cause: Cause, now: datetime) -> Alert:
    """The row itself; without a named centre it goes to the person's own."""
    person = session.get(Person, cause.person_id) if cause.person_id else None
    return Alert(
        town_id=town_id,
        kind=kind,
        status=ALERT.start,
        raised_at=now,
        dedup_key=cause.dedup_key,
        centre_id=cause.centre_id or (person.centre_id if person else None),
        person_id=cause.person_id,
        case_id=cause.case_id,
        slot_id=cause.slot_id,
        worry_id=cause.worry_id,
        report_id=cause.report_id,
    )


def _area_id(session: Session, alert: Alert, about: Person | None) -> UUID | None:
    """The district of the person, or of the report while nobody is known."""
    if about is not None:
        return about.area_id
    report = session.get(Report, alert.report_id) if alert.report_id else None
    return report.area_id if report else None
