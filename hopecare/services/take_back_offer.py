"""Take the offer of a case back: nobody is asked any more, and its owner keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.roles import DESK_ROLES
from hopecare.errors import NotPermittedError
from hopecare.services.end_case_offer import end_case_offer
from hopecare.services.hold_transfer import hold_transfer

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import CaseTransfer


def take_back_offer(
    session: Session, *, transfer_id: UUID, version: int, by: Identity, now: datetime
) -> CaseTransfer:
    """Whoever offered it, whoever steers the case, or a coordinator may."""
    case, transfer = hold_transfer(session, transfer_id, version)
    if by.person_id not in (transfer.offered_by_id, case.owner_id) and not by.roles & DESK_ROLES:
        raise NotPermittedError(transfer_id=transfer_id, why="not_own_offer")
    end_case_offer(session, case, transfer, by=by, now=now)
    return transfer
