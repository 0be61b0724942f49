"""End an offer that nobody can answer any more: taken back, or overtaken by what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.case_transfers import TransferEvent
from hopecare.domain.timeline import EntryKind
from hopecare.services.move_transfer import move_transfer
from hopecare.services.note_transfer import note_transfer

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, CaseTransfer


def end_case_offer(
    session: Session, case: Case, transfer: CaseTransfer, *, by: Actor, now: datetime
) -> None:
    """Nobody is asked any more; one that was answered is refused."""
    move_transfer(transfer, event=TransferEvent.TAKEN_BACK, now=now)
    session.flush()
    note_transfer(session, case, transfer, EntryKind.CASE_NOT_TAKEN_OVER, by=by, now=now)
