"""Say no to a case that was offered: whoever steers it still does, and reads why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.case_transfers import TransferDecline, TransferEvent
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError, NotPermittedError
from hopecare.services.hold_transfer import hold_transfer
from hopecare.services.move_transfer import move_transfer
from hopecare.services.note_transfer import note_transfer

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import CaseTransfer


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineSaid:
    """Why it is not taken over, in a code and in words."""

    reason: TransferDecline
    words: str | None = None


def decline_case(
    session: Session,
    *,
    transfer_id: UUID,
    version: int,
    said: DeclineSaid,
    by: Identity,
    now: datetime,
) -> CaseTransfer:
    """Only whoever was asked answers; another reason needs its words."""
    case, transfer = hold_transfer(session, transfer_id, version)
    if transfer.to_id != by.person_id:
        raise NotPermittedError(transfer_id=transfer_id, why="not_asked")
    if said.reason is TransferDecline.OTHER and not said.words:
        raise InvalidInputError({"answer": ["reason_needed"]})
    move_transfer(transfer, event=TransferEvent.DECLINED, now=now)
    transfer.decline_reason, transfer.answer_words = said.reason, said.words
    session.flush()
    note_transfer(session, case, transfer, EntryKind.CASE_NOT_TAKEN_OVER, by=by, now=now)
    return transfer
