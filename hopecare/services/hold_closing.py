"""Hold a proposal to close a case, with its case, for whoever decides on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import StaleVersionError
from hopecare.queries.cases import case_by_id
from hopecare.queries.closing_proposals import closing_by_id

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Case, ClosingProposal


def hold_closing(session: Session, closing_id: UUID, version: int) -> tuple[Case, ClosingProposal]:
    """Hold the case before its proposal, as closing does; refuse one that was decided meanwhile."""
    case_id = closing_by_id(session, closing_id).case_id
    case = case_by_id(session, case_id, alone=True)
    proposal = closing_by_id(session, closing_id, alone=True)
    if proposal.version != version:
        raise StaleVersionError(closing_id=closing_id, version=proposal.version)
    return case, proposal
