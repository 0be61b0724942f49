"""An alert that somebody took up and left is nobody's again: others on duty are told of it anew."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hopecare.domain.alert_answers import AlertResult
from hopecare.domain.alerts import ABOUT_PEOPLE
from hopecare.domain.care_path import AlertEvent, AlertStatus
from hopecare.domain.delivery import MessageKind
from hopecare.domain.timeline import EntryKind
from hopecare.queries.alert_calls import hold_calls_of
from hopecare.queries.alert_replies import words_for
from hopecare.queries.alerts import hold_alert
from hopecare.queries.duty import all_who_take_alerts, on_duty
from hopecare.services.move_alert import move_alert
from hopecare.services.note_timeline import note_timeline
from hopecare.services.tell_apart import tell_apart
from hopecare.services.tell_staff import tell_staff
from hopecare.services.time_alert import time_alert
from models import Alert, Person
from notifications.outbox import About, promise

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


def raise_again(session: Session, *, alert_id: UUID, by: Actor, now: datetime) -> Alert:
    """Take it from whoever has it, with the calls that are owed for it, and tell them too.

    One that nobody has, or that has ended, stays.
    """
    alert = hold_alert(session, alert_id)
    if alert.status is not AlertStatus.ACKNOWLEDGED:
        return alert
    taker_id = alert.acknowledged_by_id
    move_alert(alert, event=AlertEvent.LEFT_LYING, now=now)
    alert.acknowledged_by_id = None
    _free_calls(session, alert, taker_id)
    _note(session, alert, taker_id, by, now)
    readers = _readers(session, alert, but=taker_id, now=now)
    for reader in readers:
        tell_apart(
            session, reader, partial(tell_staff, session, alert, to_person_id=reader, now=now)
        )
    if taker_id is not None and taker_id not in readers:
        tell_apart(session, taker_id, partial(_tell_taker, session, alert, taker_id, now))
    return alert


def _readers(session: Session, alert: Alert, *, but: UUID | None, now: datetime) -> Sequence[UUID]:
    """The others on duty, else the next who takes alerts; alone, whoever had it."""
    at, anywhere = time_alert(session, alert, now=now).at, alert.kind in ABOUT_PEOPLE
    town_id, centre_id = alert.town_id, alert.centre_id
    on = on_duty(session, town_id=town_id, centre_id=centre_id, at=at, anywhere=anywhere)
    others = [each for each in on if each != but]
    if others:
        return others
    everybody = all_who_take_alerts(
        session, town_id=town_id, centre_id=centre_id, at=at, anywhere=anywhere
    )
    return [each for each in everybody if each != but][:1] or on


def _free_calls(session: Session, alert: Alert, taker_id: UUID | None) -> None:
    """Whoever left the alert lying does not ring either; what somebody else took stays theirs."""
    for call in hold_calls_of(session, alert):
        if call.owner_id == taker_id:
            call.owner_id = None


def _tell_taker(session: Session, alert: Alert, taker_id: UUID, now: datetime) -> None:
    """Say that it goes on; not as news of who has it, which are folded together."""
    taker = session.get_one(Person, taker_id)
    promise(
        session,
        town_id=alert.town_id,
        kind=MessageKind.ALERT_NEWS,
        to_person_id=taker_id,
        dedup_key=f"alert_left:{alert.id}:{taker_id}:{now.isoformat()}",
        words=words_for(session, alert, AlertResult.PASSED_ON, language=taker.language),
        about=About(case_id=alert.case_id),
        language=taker.language,
        now=now,
    )


def _note(session: Session, alert: Alert, taker_id: UUID | None, by: Actor, now: datetime) -> None:
    note_timeline(
        session,
        town_id=alert.town_id,
        kind=EntryKind.ALERT_RAISED,
        at=now,
        by=by,
        person_id=alert.person_id,
        case_id=alert.case_id,
        report_id=alert.report_id,
        subject_id=alert.id,
        facts={
            "kind": alert.kind.value,
            "taken_from": str(taker_id) if taker_id else None,
        },
    )
