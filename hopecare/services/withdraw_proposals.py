"""Withdraw a list of proposals that nobody wants, or that could not be made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.matching.proposals import ListState
from hopecare.domain.runs import STOPPED_BY, RunStop
from hopecare.errors import MoveNotAllowedError
from hopecare.queries.proposals import list_by_id
from hopecare.services.finish_run import finish_run

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import ProposalList


def withdraw_proposals(
    session: Session, *, list_id: UUID, now: datetime, why: RunStop = RunStop.HAND
) -> ProposalList:
    """End a list that is being made or stands as a draft; whoever was asked stays asked."""
    gone = list_by_id(session, list_id, alone=True)
    state = gone.state(now)
    if state not in (ListState.MAKING, ListState.DRAFT):
        raise MoveNotAllowedError(machine="proposal_list", status=state, event="withdrawn")
    gone.withdrawn_at = now
    if state is ListState.MAKING:
        finish_run(
            session, run_id=gone.run_id, result={STOPPED_BY: why.value}, now=now, failed=True
        )
    return gone
