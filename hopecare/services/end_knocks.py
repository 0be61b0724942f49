"""Nobody is to knock any more: what is owed for a check-in is called off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.calls import CallTaskKind
from hopecare.queries.check_ins import open_calls_of
from hopecare.services.finish_call_task import finish_call_task

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CallTask


def end_knocks(session: Session, slot_id: UUID, *, by: Actor, now: datetime) -> Sequence[CallTask]:
    """End the knocks still owed for it, and give them; whoever owed one is told by the caller."""
    knocks = [each for each in open_calls_of(session, slot_id) if each.kind is CallTaskKind.KNOCK]
    for knock in knocks:
        finish_call_task(session, task_id=knock.id, outcome=None, by=by, now=now)
    return knocks
