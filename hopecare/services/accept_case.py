"""Take a case over: from this moment on whoever says yes steers it, and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.case_transfers import TransferEvent
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError, NotPermittedError
from hopecare.queries.case_transfers import takers_of
from hopecare.queries.town_days import local_day
from hopecare.services.give_case import give_case
from hopecare.services.hold_transfer import hold_transfer
from hopecare.services.move_transfer import move_transfer
from hopecare.services.note_transfer import note_transfer

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import CaseTransfer


def accept_case(
    session: Session, *, transfer_id: UUID, version: int, by: Identity, now: datetime
) -> CaseTransfer:
    """Only whoever was asked takes it; an offer that is over or has changed gives nothing."""
    case, transfer = hold_transfer(session, transfer_id, version)
    if transfer.to_id != by.person_id:
        raise NotPermittedError(transfer_id=transfer_id, why="not_asked")
    takers = takers_of(session, case, on=local_day(session, case.town_id, now))
    if by.person_id not in {each for each, _ in takers}:
        raise InvalidInputError({"to_id": ["not_of_this_centre"]})
    move_transfer(transfer, event=TransferEvent.ACCEPTED, now=now)
    give_case(session, case, by.person_id)
    note_transfer(session, case, transfer, EntryKind.CASE_TAKEN_OVER, by=by, now=now)
    return transfer
