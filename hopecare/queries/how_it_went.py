"""Whether somebody finds out anyhow how it went, after the emergency number was rung."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.alerts import IN_DANGER
from hopecare.domain.care_path import AlertStatus
from hopecare.queries.alert_calls import OF_SAME_CAUSE
from hopecare.queries.calls_of_check_ins import HOW_THEY_ARE
from hopecare.queries.check_ins import open_calls_of
from models import Alert, CallTask

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def is_found_out(session: Session, task: CallTask, *, until: datetime) -> bool:
    """Say whether an alert of the same cause goes on, or another call of that check-in is due."""
    stands = (
        select(Alert.id)
        .join(CallTask, (CallTask.town_id == Alert.town_id) & OF_SAME_CAUSE)
        .where(
            CallTask.id == task.id,
            Alert.status != AlertStatus.RESOLVED,
            Alert.kind.in_(IN_DANGER),
        )
    )
    if session.scalars(stands.limit(1)).first() is not None:
        return True
    calls = open_calls_of(session, task.slot_id) if task.slot_id else ()
    others = (call for call in calls if call.id != task.id and call.kind in HOW_THEY_ARE)
    return any(call.due_at <= until for call in others)
