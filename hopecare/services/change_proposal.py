"""Choose somebody else for a proposed place: a wish may be overruled, a hard rule never."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.matching.proposals import ProposalEvent
from hopecare.domain.matching.score import Term
from hopecare.errors import InvalidInputError
from hopecare.queries.batch_helpers import helpers_of
from hopecare.queries.proposal_choices import choices_for
from hopecare.queries.proposals import proposal_by_id
from hopecare.services.move_proposal import move_proposal
from hopecare.services.touch_draft import touch_draft

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Proposal


def change_proposal(
    session: Session, *, proposal_id: UUID, helper_id: UUID, by: Actor, now: datetime
) -> Proposal:
    """Put the chosen volunteer in the place at their own price; refused with the rule's code."""
    touch_draft(session, proposal_by_id(session, proposal_id).list_id, now=now)
    proposal = proposal_by_id(session, proposal_id, alone=True)
    found = choices_for(session, proposal, helpers_of(session, [helper_id], now=now), now=now)
    if not found:
        raise InvalidInputError({"helper_id": ["not_found"]})
    choice = found[0]
    if choice.rule is not None or choice.cost is None:
        raise InvalidInputError({"helper_id": [f"rule_{choice.rule}"]})
    if choice.elsewhere is not None:
        raise InvalidInputError({"helper_id": ["proposed_elsewhere"]})
    move_proposal(proposal, event=ProposalEvent.OTHER_CHOSEN, by=by, now=now)
    if helper_id != proposal.helper_id:
        proposal.previous_helper_id, proposal.helper_id = proposal.helper_id, helper_id
    proposal.cost = choice.cost.metres
    proposal.terms = {term.value: metres for term, metres in choice.cost.terms.items()}
    proposal.distance_m = choice.cost.terms.get(Term.DISTANCE, 0)
    proposal.price = 0
    return proposal
