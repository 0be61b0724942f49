"""No text can tell somebody that an alarm is over: staff ring them at once, or they go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.identity import SystemActor
from hopecare.language.call_off_words import alarm_is_over
from hopecare.queries.town_readers import reader_of_town
from hopecare.services.open_call_task import OwedCall, open_call_task

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import CallTask, CheckInSlot, Message

BY: Final = SystemActor(name="all_clear")


def owe_all_clear(
    session: Session, slot: CheckInSlot, alarm: Message, *, now: datetime
) -> CallTask:
    """Owe the call once an alarm and person; like the text, it stands though the check-in ends."""
    reader = reader_of_town(session, slot.town_id, now=now, is_staff=True)
    owed = OwedCall(
        kind=CallTaskKind.CALL_BACK,
        dedup_key=f"alarm_is_over:{slot.id}:{alarm.to_person_id}:{alarm.id}",
        due_at=now,
        person_id=alarm.to_person_id,
        about_person_id=slot.person_id,
        words=alarm_is_over(reader),
    )
    return open_call_task(session, town_id=slot.town_id, owed=owed, by=BY, now=now)
