"""The only writer of the status of a proposal to close a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import next_status
from hopecare.domain.closing_proposals import CLOSING, ClosingStatus

if TYPE_CHECKING:
    from datetime import datetime

    from hopecare.domain.closing_proposals import ClosingEvent
    from models import ClosingProposal


def move_closing(
    proposal: ClosingProposal, *, event: ClosingEvent, now: datetime
) -> ClosingProposal:
    """Ask the care path what follows from `event`, and set it; the first end keeps its moment."""
    status = next_status(CLOSING, proposal.status, event)
    if proposal.status is ClosingStatus.PENDING:
        proposal.ended_at = now
    proposal.status = status
    return proposal
