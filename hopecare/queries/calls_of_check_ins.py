"""Reads the calls by which staff learn how somebody is, for ending them or making them to another.

A call about a check-in may ring whoever is asked in the resident's place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from models import CallTask, CheckInSlot

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

HOW_THEY_ARE: Final = (CallTaskKind.NOT_ASKED, CallTaskKind.HELP_ASKED, CallTaskKind.EMERGENCY)
"""What they come to says how the resident is; other calls about a check-in tell somebody of it."""


def calls_how_they_are(session: Session, person_id: UUID) -> Sequence[CallTask]:
    """Give the open ones about a person's check-ins, whomever they ring."""
    theirs = select(CheckInSlot.id).where(CheckInSlot.person_id == person_id)
    return session.scalars(
        select(CallTask)
        .where(
            CallTask.slot_id.in_(theirs),
            CallTask.kind.in_(HOW_THEY_ARE),
            CallTask.status == CallTaskStatus.OPEN,
        )
        .order_by(CallTask.id)
    ).all()


def find_call_how_they_are(session: Session, slot_id: UUID) -> CallTask | None:
    """Find the first open one about a check-in; held, nobody finishes it while we look."""
    return session.scalars(
        select(CallTask)
        .where(
            CallTask.slot_id == slot_id,
            CallTask.kind.in_(HOW_THEY_ARE),
            CallTask.status == CallTaskStatus.OPEN,
        )
        .order_by(CallTask.due_at, CallTask.id)
        .limit(1)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).first()
