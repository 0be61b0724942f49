"""Calls and alerts that there are because nobody was found for a need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from hopecare.domain.alerts import AlertKind
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import AlertStatus, CallTaskStatus
from hopecare.queries.needs import LIVE
from hopecare.queries.weekly import is_cover
from models import Alert, CallTask, Need

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session


def is_to_find(need_id: UUID) -> ColumnElement[bool]:
    """Make the condition for the calls to find somebody for a need, also those that were made."""
    return and_(CallTask.kind == CallTaskKind.UNFILLED, CallTask.need_id == need_id)


def open_calls_of_need(session: Session, need_id: UUID) -> Sequence[CallTask]:
    """Give what staff still owe; a missed day has a need of its own."""
    owed = select(CallTask).where(is_to_find(need_id), CallTask.status == CallTaskStatus.OPEN)
    return session.scalars(owed.order_by(CallTask.id)).all()


def open_alerts_of_need(session: Session, need_id: UUID) -> Sequence[Alert]:
    """Give the alerts about it that have not ended."""
    return session.scalars(
        select(Alert)
        .where(
            Alert.kind == AlertKind.UNFILLED,
            Alert.need_id == need_id,
            Alert.status != AlertStatus.RESOLVED,
        )
        .order_by(Alert.id)
    ).all()


def open_calls_of_needs(session: Session, case_ids: Sequence[UUID]) -> Sequence[CallTask]:
    """Give what is owed for the live needs of these cases; a missed day is never again."""
    return session.scalars(
        select(CallTask)
        .join(Need, Need.id == CallTask.need_id)
        .where(
            CallTask.kind == CallTaskKind.UNFILLED,
            CallTask.status == CallTaskStatus.OPEN,
            Need.case_id.in_(case_ids),
            Need.status.in_(LIVE),
            ~is_cover(),
        )
        .order_by(CallTask.id)
    ).all()
