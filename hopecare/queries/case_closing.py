"""What about a case's people is not settled yet, on the day somebody wishes to close it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select

from hopecare.domain.care_path import AlertStatus, SlotStatus
from hopecare.queries.visibility import visible
from models import Alert, CheckInPlan, CheckInSlot, Report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import Case

UNSAFE: Final = (SlotStatus.SILENT, SlotStatus.HELP_ASKED)
"""Somebody has to be looked for first."""
WAITS: Final = (SlotStatus.DUE, SlotStatus.WAITING, SlotStatus.NOT_ASKED)
"""An answer is not missed yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What has to be looked at before a case is closed."""

    unsafe: Sequence[CheckInSlot]
    alerts: Sequence[Alert]


def closing_of(session: Session, case: Case, *, identity: Identity) -> Closing:
    """Read whoever did not answer, and the alerts this reader may end."""
    unsafe = select(CheckInSlot).where(
        CheckInSlot.person_id == case.resident_id, CheckInSlot.status.in_(UNSAFE)
    )
    alerts = select(Alert).where(
        _is_of(case),
        Alert.status != AlertStatus.RESOLVED,
        visible("alert.resolve", identity, Alert),
    )
    return Closing(
        unsafe=session.scalars(unsafe.order_by(CheckInSlot.due_at, CheckInSlot.id)).all(),
        alerts=session.scalars(alerts.order_by(Alert.raised_at, Alert.id)).all(),
    )


def open_alerts_of_case(session: Session, case: Case) -> Sequence[UUID]:
    """Read the keys of every alert about the case, its resident or their reports."""
    open_ones = select(Alert.id).where(_is_of(case), Alert.status != AlertStatus.RESOLVED)
    return session.scalars(open_ones).all()


def waiting_slots_of_case(session: Session, case_id: UUID) -> Sequence[CheckInSlot]:
    """Read the check-ins of a case whose answer is not missed yet, and hold them."""
    plans = select(CheckInPlan.id).where(CheckInPlan.case_id == case_id)
    return session.scalars(
        select(CheckInSlot)
        .where(CheckInSlot.plan_id.in_(plans), CheckInSlot.status.in_(WAITS))
        .with_for_update()
    ).all()


def _is_of(case: Case) -> ColumnElement[bool]:
    reports = select(Report.id).where(Report.resident_id == case.resident_id)
    return or_(
        Alert.case_id == case.id,
        Alert.person_id == case.resident_id,
        Alert.report_id.in_(reports),
    )
