"""The only writer of a proposal's status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.matching.proposals import moved

if TYPE_CHECKING:
    from datetime import datetime

    from hopecare.domain.identity import Actor
    from hopecare.domain.matching.proposals import ProposalEvent
    from models import Proposal


def move_proposal(
    proposal: Proposal, *, event: ProposalEvent, by: Actor, now: datetime, reason: str | None = None
) -> Proposal:
    """Set what follows from `event`, who decided it and why; refuse any other move."""
    proposal.status = moved(proposal.status, event)
    proposal.reason = reason
    proposal.decided_at, proposal.decided_by_id = now, by.person_id
    return proposal
