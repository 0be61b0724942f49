"""Whoever proposed to close a case takes it back: the case goes on."""

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


def withdraw_closing(
    session: Session, *, closing_id: UUID, version: int, by: Identity, now: datetime
) -> ClosingProposal:
    """End the proposal; only its maker may, also after it came back."""
    case, proposal = hold_closing(session, closing_id, version)
    if proposal.made_by_id != by.person_id:
        raise NotPermittedError(closing_id=closing_id, why="not_own_proposal")
    move_closing(proposal, event=ClosingEvent.WITHDRAWN, now=now)
    session.flush()
    note_closing(session, case, proposal, EntryKind.CLOSING_WITHDRAWN, by=by, now=now)
    return proposal
