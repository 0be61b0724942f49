"""Everything the page of one alert shows, in a fixed number of reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.alerts import ABOUT_PEOPLE
from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.channel_health import failing_channel
from hopecare.errors import NotFoundError
from hopecare.queries.duty import has_rota
from hopecare.queries.people_at_a_glance import Glance, glance_at, names_of
from hopecare.queries.rung_words import people_of, rungs_done
from hopecare.queries.unread_words import find_unread
from models import (
    Alert,
    CallTask,
    CheckInPlan,
    CheckInSlot,
    Message,
    Report,
    Worry,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.channels import Channel
    from hopecare.queries.rung_words import RungDone


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertView:
    """One alert: whom it is about, why, and what was done already."""

    alert: Alert
    about: Glance | None
    slot: CheckInSlot | None
    plan: CheckInPlan | None
    report: Report | None
    worry: Worry | None
    rungs: Sequence[RungDone]
    texts: Sequence[Message]
    calls: Sequence[CallTask]
    names: Mapping[UUID, str]
    unread_id: UUID | None
    """The newest text of whoever is silent that nobody has read yet."""
    failing: Channel | None
    """The channel that does not get through, where the alert is about one."""
    has_duty: bool
    """The rota named somebody when it was raised."""


def alert_by_id(session: Session, alert_id: UUID) -> Alert:
    """Give an alert of this town to look at; whoever acts on it holds it."""
    alert = session.get(Alert, alert_id)
    if alert is None:
        raise NotFoundError(kind="alert", alert_id=alert_id)
    return alert


def alert_view(session: Session, alert_id: UUID, *, on: date) -> AlertView:
    """Read one alert with what hangs from it."""
    alert = alert_by_id(session, alert_id)
    slot = session.get(CheckInSlot, alert.slot_id) if alert.slot_id else None
    rungs = rungs_done(session, alert.slot_id)
    texts = _texts(session, alert)
    people = {
        alert.acknowledged_by_id,
        alert.resolved_by_id,
        *people_of(rungs),
        *(text.to_person_id for text in texts),
    }
    return AlertView(
        alert=alert,
        about=glance_at(session, alert.person_id, on=on) if alert.person_id else None,
        slot=slot,
        plan=session.get(CheckInPlan, slot.plan_id) if slot else None,
        report=session.get(Report, alert.report_id) if alert.report_id else None,
        worry=session.get(Worry, alert.worry_id) if alert.worry_id else None,
        rungs=rungs,
        texts=texts,
        calls=_calls(session, alert),
        names=names_of(session, people),
        unread_id=find_unread(session, alert),
        failing=failing_channel(alert.dedup_key),
        has_duty=has_rota(
            session,
            town_id=alert.town_id,
            centre_id=alert.centre_id,
            at=alert.raised_at,
            anywhere=alert.kind in ABOUT_PEOPLE,
        ),
    )


def _texts(session: Session, alert: Alert) -> Sequence[Message]:
    return session.scalars(
        select(Message).where(Message.alert_id == alert.id).order_by(Message.created_at)
    ).all()


def _calls(session: Session, alert: Alert) -> Sequence[CallTask]:
    """The calls still owed because of the same check-in."""
    if alert.slot_id is None:
        return []
    return session.scalars(
        select(CallTask)
        .where(CallTask.slot_id == alert.slot_id, CallTask.status == CallTaskStatus.OPEN)
        .order_by(CallTask.due_at)
    ).all()
