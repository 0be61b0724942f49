"""A second person has looked at a case: it closes as it was proposed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.closing_proposals import ClosingEvent
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError, NotPermittedError, StaleVersionError
from hopecare.queries.closing_proposals import stands_as, still_open_in, stood_as
from hopecare.services.close_case import close_case
from hopecare.services.hold_closing import hold_closing
from hopecare.services.move_closing import move_closing
from hopecare.services.note_closing import note_closing
from hopecare.services.refuse_unsafe_closing import refuse_unsafe_closing
from hopecare.services.settle_case import settle_case

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import Case, ClosingProposal


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLook:
    """What the second person had before them, and which alerts end with the case."""

    version: int
    seen: str
    """The mark of how the case stood on their page."""
    looked: bool = False
    """They say that they looked at what has changed since it was proposed."""
    alert_ids: Collection[UUID] = ()


def approve_closing(
    session: Session, *, closing_id: UUID, look: SecondLook, by: Identity, now: datetime
) -> ClosingProposal:
    """Close the case; their own is refused, and so is a case that stands otherwise than seen."""
    case, proposal = hold_closing(session, closing_id, look.version)
    if proposal.made_by_id == by.person_id:
        raise NotPermittedError(closing_id=closing_id, why="own_proposal")
    move_closing(proposal, event=ClosingEvent.APPROVED, now=now)
    _refuse_unseen(session, case, proposal, look)
    refuse_unsafe_closing(session, case, by=by)
    proposal.decided_by_id = by.person_id
    session.flush()
    note_closing(session, case, proposal, EntryKind.CLOSING_APPROVED, by=by, now=now)
    _close(session, proposal, look, by=by, now=now)
    return proposal


def _close(
    session: Session, proposal: ClosingProposal, look: SecondLook, *, by: Identity, now: datetime
) -> None:
    """Settle what still waits, then close, as one person alone would."""
    case_id, outcome = proposal.case_id, proposal.outcome
    alerts = look.alert_ids
    settle_case(session, case_id=case_id, alert_ids=alerts, outcome=outcome, by=by, now=now)
    close_case(session, case_id=case_id, version=None, outcome=outcome, by=by, now=now)


def _refuse_unseen(
    session: Session, case: Case, proposal: ClosingProposal, look: SecondLook
) -> None:
    """What changed while they read is a stale page; what changed before, they have to look at."""
    stands = stands_as(case, still_open_in(session, case))
    if stands != look.seen:
        raise StaleVersionError(case_id=case.id, version=case.version)
    if stands != stood_as(proposal) and not look.looked:
        raise InvalidInputError({"looked": ["look_at_change"]})
