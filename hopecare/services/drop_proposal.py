"""Leave a proposal out of what is confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.matching.proposals import ProposalEvent
from hopecare.queries.proposals import proposal_by_id
from hopecare.services.move_proposal import move_proposal
from hopecare.services.touch_draft import touch_draft

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Proposal


def drop_proposal(session: Session, *, proposal_id: UUID, by: Actor, now: datetime) -> Proposal:
    """Drop it: nobody is asked; the need stays open."""
    touch_draft(session, proposal_by_id(session, proposal_id).list_id, now=now)
    proposal = proposal_by_id(session, proposal_id, alone=True)
    return move_proposal(proposal, event=ProposalEvent.DROPPED, by=by, now=now)
