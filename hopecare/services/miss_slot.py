"""A check-in could not be asked: a person asks instead, the same day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import SLOT, SlotEvent
from hopecare.domain.delivery import HoldReason
from hopecare.domain.timeline import EntryKind
from hopecare.queries.check_ins import plan_by_id
from hopecare.services.move_slot import move_slot
from hopecare.services.note_timeline import note_timeline
from hopecare.services.open_call_task import OwedCall, open_call_task

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CheckInSlot

SAME_DAY: Final = timedelta(hours=2)
NOT_TO_BE_ASKED: Final = frozenset({HoldReason.HAS_DIED.value, HoldReason.NO_CONSENT.value})
"""Reasons for which nobody else shall ask either."""


def miss_slot(
    session: Session, *, slot: CheckInSlot, code: str, by: Actor, now: datetime
) -> CheckInSlot:
    """Write that it was not asked, and why, and owe a call, one a person and day."""
    stops = code in NOT_TO_BE_ASKED
    event = SlotEvent.CANCELLED if stops else SlotEvent.COULD_NOT_ASK
    if (slot.status, event) not in SLOT.moves:
        return slot
    move_slot(slot, event=event)
    plan = plan_by_id(session, slot.plan_id)
    note_timeline(
        session,
        town_id=slot.town_id,
        kind=EntryKind.SLOT_CANCELLED if stops else EntryKind.SLOT_NOT_ASKED,
        at=now,
        by=by,
        person_id=slot.person_id,
        case_id=plan.case_id,
        subject_id=slot.id,
        facts={"due_at": slot.due_at.isoformat(), "code": code},
    )
    if not stops:
        local = now.astimezone(ZoneInfo(plan.zone))
        today = local.date()
        owed = OwedCall(
            kind=CallTaskKind.NOT_ASKED,
            dedup_key=f"not_asked:{slot.person_id}:{today}",
            due_at=min(now + SAME_DAY, local.replace(hour=23, minute=59, second=0, microsecond=0)),
            person_id=plan.asked_person_id or slot.person_id,
            about_person_id=slot.person_id,
            case_id=plan.case_id,
            slot_id=slot.id,
        )
        open_call_task(session, town_id=slot.town_id, owed=owed, by=by, now=now)
    return slot
