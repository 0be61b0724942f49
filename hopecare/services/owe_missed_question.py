"""A check-in is not asked by machine today: a person asks instead, once a person and day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from hopecare.domain.calls import CallTaskKind
from hopecare.queries.stoppable import has_died
from hopecare.queries.untold import was_dropped
from hopecare.services.open_call_task import OwedCall, open_call_task

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.calls import CallBecause
    from hopecare.domain.identity import Actor
    from models import CallTask, CheckInPlan, CheckInSlot

SAME_DAY: Final = timedelta(hours=2)


def owe_missed_question(  # noqa: PLR0913  which, by which plan, why, by when
    session: Session,
    *,
    slot: CheckInSlot,
    plan: CheckInPlan,
    because: CallBecause | None = None,
    due_at: datetime | None = None,
    by: Actor,
    now: datetime,
) -> CallTask:
    """Owe the call, by tonight at the latest unless a moment is said; owed once, whoever sees it.

    One that was dropped, since what it was for had left, is owed anew where that got lost.
    """
    local = now.astimezone(ZoneInfo(plan.zone))
    tonight = local.replace(hour=23, minute=59, second=0, microsecond=0)
    key = f"not_asked:{slot.person_id}:{local.date()}"
    owed = OwedCall(
        kind=CallTaskKind.NOT_ASKED,
        dedup_key=key,
        due_at=due_at or min(now + SAME_DAY, tonight),
        person_id=_whom(session, slot, plan),
        about_person_id=slot.person_id,
        case_id=plan.case_id,
        slot_id=slot.id,
        because=because,
        recurs=was_dropped(session, town_id=slot.town_id, dedup_key=key),
    )
    return open_call_task(session, town_id=slot.town_id, owed=owed, by=by, now=now)


def _whom(session: Session, slot: CheckInSlot, plan: CheckInPlan) -> UUID:
    """Whoever is asked in the resident's place, while they live; else the resident."""
    asked_id = plan.asked_person_id
    return slot.person_id if asked_id is None or has_died(session, asked_id) else asked_id
