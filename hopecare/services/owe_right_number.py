"""No text comes to a volunteer's number: somebody finds out how they can be reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.calls import CallBecause, CallOutcome, CallTaskKind
from hopecare.domain.unreached import NEXT_STEPS
from hopecare.queries.dead_numbers import dead_number_key
from hopecare.services.open_call_task import OwedCall, open_call_task

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Message

WITHIN: Final = NEXT_STEPS[CallOutcome.WRONG_NUMBER].within


def owe_right_number(session: Session, *, message: Message, by: Actor, now: datetime) -> None:
    """Owe it once a number, however many texts get lost; anew where one does after somebody looked.

    It names no case: for whom they were asked is nothing of theirs.
    """
    if message.contact_point_id is None:
        return
    owed = OwedCall(
        kind=CallTaskKind.RENEW_NUMBER,
        dedup_key=dead_number_key(message.contact_point_id),
        due_at=now + WITHIN,
        person_id=message.to_person_id,
        because=CallBecause.NO_TEXT_COMES,
        recurs=True,
    )
    open_call_task(session, town_id=message.town_id, owed=owed, by=by, now=now)
