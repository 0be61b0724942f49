"""Take a case over: from this moment on whoever says yes steers it, and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.case_transfers import TransferEvent
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError, NotPermittedError
from hopecare.queries.case_transfers import takers_elsewhere, takers_of
from hopecare.queries.town_days import local_day
from hopecare.services.change_case_centre import change_case_centre
from hopecare.services.end_left_calls import end_left_calls
from hopecare.services.give_case import give_case
from hopecare.services.hold_transfer import hold_transfer
from hopecare.services.move_transfer import move_transfer
from hopecare.services.note_transfer import note_transfer
from hopecare.services.take_crisis_along import take_crisis_along

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import Case, CaseTransfer


def accept_case(
    session: Session,
    *,
    transfer_id: UUID,
    version: int,
    crisis_id: UUID | None = None,
    by: Identity,
    now: datetime,
) -> CaseTransfer:
    """Only whoever was asked takes it; an offer that is over or has changed gives nothing.

    With the yes of somebody of another centre, case, resident and an open crisis go there.
    """
    case, transfer = hold_transfer(session, transfer_id, version)
    if transfer.to_id != by.person_id:
        raise NotPermittedError(transfer_id=transfer_id, why="not_asked")
    centre_id = _centre_of_taker(session, case, by, now)
    move_transfer(transfer, event=TransferEvent.ACCEPTED, now=now)
    if centre_id != case.centre_id:
        take_crisis_along(session, case, crisis_id=crisis_id, by=by, now=now)
    give_case(session, case, by.person_id)
    end_left_calls(session, case.id, by=by, now=now)
    if centre_id != case.centre_id:
        change_case_centre(session, case, centre_id=centre_id, by=by, now=now)
    note_transfer(session, case, transfer, EntryKind.CASE_TAKEN_OVER, by=by, now=now)
    return transfer


def _centre_of_taker(session: Session, case: Case, by: Identity, now: datetime) -> UUID:
    """Give the centre that has the case from now on; the same for its own and the town's staff."""
    on = local_day(session, case.town_id, now)
    if by.person_id in {each for each, _ in takers_of(session, case, on=on)}:
        return case.centre_id
    for taker in takers_elsewhere(session, case, on=on):
        if taker.person_id == by.person_id:
            return taker.centre_id
    raise InvalidInputError({"to_id": ["not_of_this_centre"]})
