"""Alerts as they add up: how many of one kind there were lately."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hopecare.domain.alerts import AlertKind
from models import Alert

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


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
