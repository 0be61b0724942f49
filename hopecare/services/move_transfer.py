"""The only writer of the status of a case that is offered to another owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import next_status
from hopecare.domain.case_transfers import TRANSFER

if TYPE_CHECKING:
    from datetime import datetime

    from hopecare.domain.case_transfers import TransferEvent
    from models import CaseTransfer


def move_transfer(transfer: CaseTransfer, *, event: TransferEvent, now: datetime) -> CaseTransfer:
    """Ask the care path what follows from `event`, and set it with its moment."""
    transfer.status = next_status(TRANSFER, transfer.status, event)
    transfer.ended_at = now
    return transfer
