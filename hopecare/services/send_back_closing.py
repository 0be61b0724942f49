"""A second person does not close a case yet: it goes back to whoever proposed it, with words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.closing_proposals import ClosingEvent
from hopecare.domain.timeline import EntryKind
from hopecare.errors import NotPermittedError
from hopecare.services.hold_closing import hold_closing
from hopecare.services.move_closing import move_closing
from hopecare.services.note_closing import note_closing

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import ClosingProposal


def send_back_closing(
    session: Session, *, closing_id: UUID, version: int, words: str, by: Identity, now: datetime
) -> ClosingProposal:
    """Keep what is missing beside the proposal; the case stays open. Nobody decides their own."""
    case, proposal = hold_closing(session, closing_id, version)
    if proposal.made_by_id == by.person_id:
        raise NotPermittedError(closing_id=closing_id, why="own_proposal")
    move_closing(proposal, event=ClosingEvent.SENT_BACK, now=now)
    proposal.decided_by_id, proposal.answer_words = by.person_id, words
    session.flush()
    note_closing(session, case, proposal, EntryKind.CLOSING_SENT_BACK, by=by, now=now)
    return proposal
