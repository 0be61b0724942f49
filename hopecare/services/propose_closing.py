"""Propose to close a case: somebody else looks at it before it closes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.care_path import CaseStatus
from hopecare.domain.closing_proposals import CLOSING, ClosingEvent, ClosingStatus
from hopecare.domain.outcomes import CaseOutcome
from hopecare.domain.timeline import EntryKind
from hopecare.errors import (
    AlreadyTakenError,
    InvalidInputError,
    MoveNotAllowedError,
    StaleVersionError,
)
from hopecare.queries.cases import case_by_id
from hopecare.queries.closing_proposals import live_closings_of, still_open_in
from hopecare.services.move_closing import move_closing
from hopecare.services.note_closing import note_closing
from hopecare.services.refuse_unsafe_closing import refuse_unsafe_closing
from models import ClosingProposal

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingWish:
    """How the case came out, why in words, and the alerts that are to end with it."""

    outcome: CaseOutcome
    words: str | None = None
    alert_ids: Collection[UUID] = ()


def propose_closing(
    session: Session,
    *,
    case_id: UUID,
    version: int | None,
    wish: ClosingWish,
    by: Identity,
    now: datetime,
) -> ClosingProposal:
    """Write the wish down with what is still open; one that came back before is replaced."""
    case = case_by_id(session, case_id, alone=True)
    _refuse(session, case, version, wish, by)
    for earlier in live_closings_of(session, case_id):
        if earlier.status is ClosingStatus.PENDING:
            raise AlreadyTakenError(kind="closing", id=earlier.id)
        move_closing(earlier, event=ClosingEvent.PROPOSED_ANEW, now=now)
    proposal = ClosingProposal(
        town_id=case.town_id,
        case_id=case.id,
        status=CLOSING.start,
        outcome=wish.outcome,
        case_version=case.version,
        still_open=[each.code for each in still_open_in(session, case)],
        alert_ids=[str(each) for each in wish.alert_ids],
        words=wish.words,
        made_at=now,
        made_by_id=by.person_id,
    )
    session.add(proposal)
    session.flush()
    note_closing(session, case, proposal, EntryKind.CLOSING_PROPOSED, by=by, now=now)
    return proposal


def _refuse(
    session: Session, case: Case, version: int | None, wish: ClosingWish, by: Identity
) -> None:
    if case.status is CaseStatus.CLOSED:
        raise MoveNotAllowedError(machine="case", status="closed", event="closing_proposed")
    if version is not None and case.version != version:
        raise StaleVersionError(case_id=case.id, version=case.version)
    if wish.outcome is CaseOutcome.DIED:
        raise InvalidInputError({"outcome": ["not_a_choice"]})
    refuse_unsafe_closing(session, case, by=by)
