"""Owe a call because the help until a decision does not last: once for each helper it had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.calls import CallTaskKind
from hopecare.queries.applications import application_view
from hopecare.queries.bridges import count_helpers_so_far, warning_key
from hopecare.queries.cases import case_by_id
from hopecare.services.open_call_task import OwedCall, open_call_task

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CallTask


def warn_bridge(
    session: Session, *, application_id: UUID, by: Actor, now: datetime
) -> CallTask | None:
    """Tell whoever steers the case, today; nothing where the help lasts after all."""
    view = application_view(session, application_id)
    case = case_by_id(session, view.application.case_id, alone=True)
    trouble, bridge = view.bridge_trouble, view.bridge
    if trouble is None or bridge is None:
        return None
    times = count_helpers_so_far(session, bridge.id)
    owed = OwedCall(
        kind=CallTaskKind.BRIDGE_SHORT,
        dedup_key=warning_key(application_id, bridge.id, trouble, times),
        due_at=now,
        person_id=case.resident_id,
        about_person_id=case.resident_id,
        case_id=case.id,
        owner_id=case.owner_id,
        centre_id=case.centre_id,
    )
    return open_call_task(session, town_id=case.town_id, owed=owed, by=by, now=now)
