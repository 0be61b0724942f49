"""Calls that ask a service about its places before a case goes there: whose, and which stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.recurring import row_caused_by
from models import CallTask

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

CAUSE: Final = "capacity"


def capacity_key(service_id: UUID, case_id: UUID) -> str:
    """Name the call about one service for one case."""
    return f"{CAUSE}:{service_id}:{case_id}"


def service_of_call(task: CallTask) -> UUID | None:
    """Say about which service a call asks; None for every other call."""
    return row_caused_by(CAUSE, task.dedup_key)


def capacity_calls(
    session: Session, service_id: UUID, *, case_id: UUID | None = None
) -> Sequence[CallTask]:
    """Read the calls about a service's places that nobody has made: for one case, or for all."""
    stands = select(CallTask).where(
        CallTask.kind == CallTaskKind.ASK_CAPACITY,
        CallTask.status == CallTaskStatus.OPEN,
        CallTask.dedup_key.startswith(f"{CAUSE}:{service_id}:", autoescape=True),
    )
    if case_id is not None:
        stands = stands.where(CallTask.case_id == case_id)
    return session.scalars(stands.order_by(CallTask.id)).all()
