"""Hold a list of proposals for a change, and count that it is not what it was any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm.attributes import flag_modified

from hopecare.domain.matching.proposals import ListState
from hopecare.errors import MoveNotAllowedError
from hopecare.queries.proposals import list_by_id

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import ProposalList


def touch_draft(session: Session, list_id: UUID, *, now: datetime) -> ProposalList:
    """Raise its version, so that nobody confirms what they have not seen; only a draft's.

    The list is held before its proposals, as whoever confirms it holds them.
    """
    made = list_by_id(session, list_id, alone=True)
    state = made.state(now)
    if state is not ListState.DRAFT:
        raise MoveNotAllowedError(machine="proposal_list", status=state, event="changed")
    flag_modified(made, "changed")
    session.flush()
    return made
