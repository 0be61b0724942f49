"""Say that a proposed pair does not suit: it is counted, and not proposed again for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.matching.proposals import FOR_STAFF, ProposalEvent
from hopecare.errors import InvalidInputError
from hopecare.queries.proposals import proposal_by_id
from hopecare.services.move_proposal import move_proposal
from hopecare.services.set_pair_aside import set_pair_aside
from hopecare.services.touch_draft import touch_draft

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.matching.proposals import AppealReason
    from models import MatchAppeal


def appeal_proposal(
    session: Session, *, proposal_id: UUID, reason: AppealReason, by: Actor, now: datetime
) -> MatchAppeal:
    """Set the pair aside with a reason; it needs no further look, for staff said it."""
    if reason not in FOR_STAFF:
        raise InvalidInputError({"reason": ["invalid"]})
    touch_draft(session, proposal_by_id(session, proposal_id).list_id, now=now)
    proposal = proposal_by_id(session, proposal_id, alone=True)
    move_proposal(proposal, event=ProposalEvent.APPEALED, by=by, now=now, reason=reason.value)
    return set_pair_aside(session, proposal, reason=reason, by=by, now=now)
