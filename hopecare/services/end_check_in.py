"""Say what is true of somebody whose check-in was not clear, with what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.alerts import BY_STAFF, is_untold
from hopecare.domain.care_path import SLOT, SlotEvent
from hopecare.errors import InvalidInputError
from hopecare.queries.how_ended import is_settled
from hopecare.services.clear_check_in import clear_check_in

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.alerts import AlertEnd
    from hopecare.domain.identity import Actor
    from models import CheckInSlot


def end_check_in(
    session: Session,
    *,
    slot: CheckInSlot,
    ended_by: AlertEnd,
    note: str | None,
    by: Actor,
    now: datetime,
) -> CheckInSlot:
    """Give the all-clear, or write what became of them; what happened stays with the check-in.

    Refused with an end only an answer brings, and without the words an end needs. The first end
    stands with its words, and nothing follows from a second: not even once what the first began is
    over, as a stay from which somebody came home.
    """
    if ended_by not in BY_STAFF:
        raise InvalidInputError({"ended_by": ["not_a_choice"]})
    if is_untold(ended_by, note):
        raise InvalidInputError({"note": ["who_rang"]})
    if is_settled(session, slot):
        return slot
    if note and (slot.status, SlotEvent.ALL_CLEAR) in SLOT.moves:
        slot.note = note
    return clear_check_in(session, slot=slot, ended_by=ended_by, by=by, now=now)
