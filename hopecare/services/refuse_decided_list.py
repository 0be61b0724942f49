"""Refuse to change a list of proposals that is no draft any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.matching.proposals import ListState
from hopecare.errors import MoveNotAllowedError
from hopecare.queries.proposals import list_by_id

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def refuse_decided_list(session: Session, list_id: UUID, *, now: datetime) -> None:
    """Refuse unless the list stands as a draft."""
    state = list_by_id(session, list_id).state(now)
    if state is not ListState.DRAFT:
        raise MoveNotAllowedError(machine="proposal_list", status=state, event="changed")
