"""Staff know that a resident is safe, or what became of them: a check-in's alarm ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import SlotStatus
from hopecare.queries.alerts import alertless_days
from hopecare.services.end_alarm import end_alarm
from hopecare.services.follow_alarm_end import follow_alarm_end

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.alerts import AlertEnd
    from hopecare.domain.identity import Actor
    from models import CheckInSlot


def clear_check_in(
    session: Session, *, slot: CheckInSlot, ended_by: AlertEnd, by: Actor, now: datetime
) -> CheckInSlot:
    """Write how it ended; whoever was alarmed hears so, and what follows from it is owed.

    A call for help that answered several days ends on all of them.
    """
    is_help = slot.status is SlotStatus.HELP_ASKED
    days = [slot, *(alertless_days(session, slot) if is_help else ())]
    for day in days:
        end_alarm(session, day, ended_by=ended_by, by=by, now=now)
    session.flush()
    follow_alarm_end(session, slot.person_id, ended_by=ended_by, by=by, now=now)
    return slot
