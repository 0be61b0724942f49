"""Hold the offer of a case, with the case, for whoever answers it or takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import StaleVersionError
from hopecare.queries.case_transfers import transfer_by_id
from hopecare.queries.cases import case_by_id

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Case, CaseTransfer


def hold_transfer(session: Session, transfer_id: UUID, version: int) -> tuple[Case, CaseTransfer]:
    """Hold the case before its offer, as everything does; refuse one that has changed since."""
    case_id = transfer_by_id(session, transfer_id).case_id
    case = case_by_id(session, case_id, alone=True)
    transfer = transfer_by_id(session, transfer_id, alone=True)
    if transfer.version != version:
        raise StaleVersionError(transfer_id=transfer_id, version=transfer.version)
    return case, transfer
