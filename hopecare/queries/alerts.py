"""Alerts as they add up: how many of one kind there were lately."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, func, or_, select

from hopecare.domain.alerts import AlertKind, key_of_reply, key_of_report
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import AlertStatus, CallTaskStatus, SlotStatus
from hopecare.domain.channel_health import failing_prefix
from hopecare.domain.replies import DISTRESS
from hopecare.errors import NotFoundError
from hopecare.queries.held_rows import find_held
from models import Alert, CallTask, CheckInSlot, Report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.channels import Channel
    from models import InboundMessage

CALLS_FOR_HELP: Final = (AlertKind.HELP_ASKED, AlertKind.CARER_AT_LIMIT)


def count_crisis_alerts(session: Session, *, centre_id: UUID | None, since: datetime) -> int:
    """Count the alerts that reports of a crisis raised for a centre since a moment."""
    counted = session.scalar(
        select(func.count(Alert.id)).where(
            Alert.kind == AlertKind.CRISIS_REPORT,
            Alert.centre_id.is_(None) if centre_id is None else Alert.centre_id == centre_id,
            Alert.raised_at >= since,
        )
    )
    return int(counted or 0)


def hold_alert(session: Session, alert_id: UUID) -> Alert:
    """Give an alert as it stands now and hold it, or refuse; words that name it may be written."""
    alert = find_held(session, Alert, alert_id, key_share=True)
    if alert is None:
        raise NotFoundError(kind="alert", alert_id=alert_id)
    return alert


def find_alert_by_key(session: Session, *, town_id: UUID, dedup_key: str) -> Alert | None:
    """Find the alert of one cause, ended or not."""
    same = select(Alert).where(Alert.town_id == town_id, Alert.dedup_key == dedup_key)
    return session.scalars(same).one_or_none()


def alerts_in_hands_of(session: Session, person_id: UUID) -> Sequence[UUID]:
    """Name the alerts somebody has taken up and not ended."""
    mine = select(Alert.id).where(
        Alert.acknowledged_by_id == person_id, Alert.status == AlertStatus.ACKNOWLEDGED
    )
    return session.scalars(mine.order_by(Alert.raised_at, Alert.id)).all()


def hold_alerts_to_move(
    session: Session,
    person_ids: Sequence[UUID],
    *,
    case_id: UUID | None,
    centre_id: UUID | None,
) -> Sequence[Alert]:
    """Give the open alerts about somebody and a case that stand with another centre; held."""
    reports = select(Report.id).where(Report.resident_id.in_(person_ids))
    return session.scalars(
        select(Alert)
        .where(
            or_(
                Alert.case_id.in_([each for each in (case_id,) if each]),
                Alert.person_id.in_(person_ids),
                Alert.report_id.in_(reports),
            ),
            Alert.status != AlertStatus.RESOLVED,
            Alert.centre_id != centre_id,
        )
        .order_by(Alert.raised_at, Alert.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()


def find_last_channel_alert(session: Session, *, town_id: UUID, channel: Channel) -> Alert | None:
    """Find the newest alert about a failing channel of a town, ended or not."""
    return session.scalars(
        select(Alert)
        .where(
            Alert.town_id == town_id,
            Alert.kind == AlertKind.CHANNEL_FAILING,
            Alert.dedup_key.startswith(failing_prefix(channel), autoescape=True),
        )
        .order_by(Alert.raised_at.desc(), Alert.id.desc())
        .limit(1)
    ).first()


def untaken_alerts_of_report(session: Session, report_id: UUID) -> Sequence[UUID]:
    """Name the alerts of one report that nobody has taken up; not one that stands for many."""
    of_many = and_(
        Alert.kind == AlertKind.CRISIS_REPORT, Alert.dedup_key != key_of_report(report_id)
    )
    waiting = select(Alert.id).where(
        Alert.report_id == report_id, Alert.status == AlertStatus.RAISED, ~of_many
    )
    return session.scalars(waiting.order_by(Alert.id)).all()


def find_alert_of_reply(session: Session, reply: InboundMessage) -> UUID | None:
    """Find the alert that a text or call raised: its own, or that of the check-in it answered."""
    its_own = find_alert_by_key(session, town_id=reply.town_id, dedup_key=key_of_reply(reply.id))
    if its_own is not None or reply.slot_id is None or reply.meaning not in DISTRESS:
        return its_own.id if its_own else None
    of_slot = select(Alert.id).where(Alert.slot_id == reply.slot_id, Alert.kind.in_(CALLS_FOR_HELP))
    return session.scalars(of_slot.order_by(Alert.raised_at.desc(), Alert.id.desc())).first()


def open_alerts_of(session: Session, slot_id: UUID, *kinds: AlertKind) -> Sequence[UUID]:
    """Name the alerts of a check-in that have not ended, of every kind or of these."""
    standing = select(Alert.id).where(
        Alert.slot_id == slot_id, Alert.status != AlertStatus.RESOLVED
    )
    return session.scalars(standing.where(Alert.kind.in_(kinds)) if kinds else standing).all()


def when_ended_by(session: Session, slot_id: UUID) -> dict[UUID, datetime]:
    """Give when each of those who have ended an alert of a check-in last did: they know of it."""
    ended = (
        select(Alert.resolved_by_id, func.max(Alert.resolved_at).label("at"))
        .where(Alert.slot_id == slot_id, Alert.resolved_by_id.is_not(None))
        .group_by(Alert.resolved_by_id)
    )
    return {row.resolved_by_id: row.at for row in session.execute(ended)}


def is_help_on_its_way(session: Session, slot_id: UUID) -> bool:
    """Say whether somebody still acts on the last call for help from this check-in.

    Its alert has not ended and its call is still owed; both are held, so that neither ends now.
    """
    alerts = session.scalars(
        select(Alert)
        .where(Alert.slot_id == slot_id, Alert.kind.in_(CALLS_FOR_HELP))
        .order_by(Alert.raised_at.desc(), Alert.id.desc())
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()
    if not alerts or alerts[0].status is AlertStatus.RESOLVED:
        return False
    return is_help_owed(session, slot_id)


def is_help_owed(session: Session, slot_id: UUID) -> bool:
    """Say whether the call after a call for help is still owed; held, nobody finishes it now."""
    owed = select(CallTask).where(
        CallTask.slot_id == slot_id,
        CallTask.kind == CallTaskKind.HELP_ASKED,
        CallTask.status == CallTaskStatus.OPEN,
    )
    held = owed.with_for_update(key_share=True).execution_options(populate_existing=True)
    return session.scalars(held).first() is not None


def is_help_called(
    session: Session,
    kind: AlertKind,
    *,
    by_person_id: UUID,
    slot: CheckInSlot,
    since: datetime,
) -> bool:
    """Say whether this person has called for this help since a moment, about another day.

    Its alert has not ended and the call to them is still owed; both are held.
    """
    alerts = session.scalars(
        select(Alert)
        .where(
            Alert.person_id == slot.person_id,
            Alert.kind == kind,
            Alert.slot_id != slot.id,
            Alert.status.in_((AlertStatus.RAISED, AlertStatus.ACKNOWLEDGED)),
            Alert.raised_at > since,
        )
        .order_by(Alert.raised_at, Alert.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()
    owed = (
        select(CallTask)
        .where(
            CallTask.slot_id.in_([alert.slot_id for alert in alerts]),
            CallTask.kind == CallTaskKind.HELP_ASKED,
            CallTask.status == CallTaskStatus.OPEN,
            CallTask.person_id == by_person_id,
        )
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return bool(alerts) and session.scalars(owed).first() is not None


def alertless_days(session: Session, slot: CheckInSlot) -> Sequence[CheckInSlot]:
    """Give the other days of a call for help that has its alert with one of them; held."""
    own = select(Alert.id).where(
        Alert.slot_id == CheckInSlot.id,
        Alert.kind.in_(CALLS_FOR_HELP),
        Alert.status != AlertStatus.RESOLVED,
    )
    return session.scalars(
        select(CheckInSlot)
        .where(
            CheckInSlot.person_id == slot.person_id,
            CheckInSlot.id != slot.id,
            CheckInSlot.status == SlotStatus.HELP_ASKED,
            ~own.exists(),
        )
        .order_by(CheckInSlot.due_at.desc())
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()
