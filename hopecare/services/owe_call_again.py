"""A call that a death took back is owed again: due at the earliest now, so that it is told anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import SLOT, CallTaskEvent
from hopecare.queries.untold import UNTOLD
from hopecare.services.move_call_task import move_call_task
from models import CheckInSlot

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import CallTask


def owe_call_again(session: Session, call: CallTask, *, now: datetime) -> None:
    """Open it again; but nobody is sent to knock because of a check-in that has ended.

    An alarm whose words did not reach them keeps its hour: it is over, and known by it.
    """
    if _is_of_past_knock(session, call):
        return
    move_call_task(call, event=CallTaskEvent.REOPENED, now=now)
    if not call.dedup_key.startswith(UNTOLD):
        call.due_at = max(call.due_at, now)


def _is_of_past_knock(session: Session, call: CallTask) -> bool:
    if call.kind is not CallTaskKind.KNOCK or call.slot_id is None:
        return False
    return session.get_one(CheckInSlot, call.slot_id).status in SLOT.final
