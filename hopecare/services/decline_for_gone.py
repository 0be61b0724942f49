"""Nobody waits for the answer of somebody whose account is closed: offers come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.case_transfers import TransferDecline, TransferEvent, TransferStatus
from hopecare.domain.identity import SystemActor
from hopecare.domain.timeline import EntryKind
from hopecare.queries.case_transfers import offers_to, transfer_by_id
from hopecare.queries.cases import case_by_id
from hopecare.services.move_transfer import move_transfer
from hopecare.services.note_transfer import note_transfer

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

BY: Final = SystemActor(name="accounts")


def decline_for_gone(session: Session, *, person_id: UUID, now: datetime) -> None:
    """Say no for them, so that it is work again for whoever steers the case."""
    for offer in offers_to(session, person_id):
        case = case_by_id(session, offer.case_id, alone=True)
        transfer = transfer_by_id(session, offer.id, alone=True)
        if transfer.status is not TransferStatus.OFFERED:
            continue
        move_transfer(transfer, event=TransferEvent.DECLINED, now=now)
        transfer.decline_reason = TransferDecline.IS_AWAY
        session.flush()
        note_transfer(session, case, transfer, EntryKind.CASE_NOT_TAKEN_OVER, by=BY, now=now)
