"""Offer a case to a colleague, here or at another centre: until their yes nothing changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import CaseStatus
from hopecare.domain.case_transfers import TRANSFER
from hopecare.domain.roles import DESK_ROLES
from hopecare.domain.timeline import EntryKind
from hopecare.errors import (
    AlreadyTakenError,
    InvalidInputError,
    MoveNotAllowedError,
    NotPermittedError,
)
from hopecare.queries.case_transfers import (
    find_offer,
    is_case_of_nobody,
    takers_elsewhere,
    takers_of,
)
from hopecare.queries.cases import case_by_id
from hopecare.queries.town_days import local_day
from hopecare.services.note_transfer import note_transfer
from models import CaseTransfer

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import Case


def offer_case(
    session: Session,
    *,
    case_id: UUID,
    to_id: UUID,
    words: str | None,
    by: Identity,
    now: datetime,
) -> CaseTransfer:
    """Ask one colleague at a time; nothing changes hands by it."""
    case = case_by_id(session, case_id, alone=True)
    _refuse_strangers(session, case, by)
    _refuse(session, case, to_id, now)
    transfer = CaseTransfer(
        town_id=case.town_id,
        case_id=case.id,
        to_id=to_id,
        status=TRANSFER.start,
        offered_at=now,
        offered_by_id=by.person_id,
        from_id=case.owner_id,
        words=words,
    )
    session.add(transfer)
    session.flush()
    note_transfer(session, case, transfer, EntryKind.CASE_OFFERED, by=by, now=now)
    return transfer


def _refuse_strangers(session: Session, case: Case, by: Identity) -> None:
    """Nobody gives away what a colleague steers, but a coordinator."""
    if case.owner_id == by.person_id or by.roles & DESK_ROLES:
        return
    if not is_case_of_nobody(session, case.id):
        raise NotPermittedError(case_id=case.id, why="not_own_case")


def _refuse(session: Session, case: Case, to_id: UUID, now: datetime) -> None:
    if case.status is CaseStatus.CLOSED:
        raise MoveNotAllowedError(machine="case", status="closed", event="offered")
    standing = find_offer(session, case.id)
    if standing is not None:
        raise AlreadyTakenError(kind="transfer", id=standing.id)
    if to_id == case.owner_id:
        raise InvalidInputError({"to_id": ["steers_already"]})
    on = local_day(session, case.town_id, now)
    here = {each for each, _ in takers_of(session, case, on=on)}
    if to_id not in here | {each.person_id for each in takers_elsewhere(session, case, on=on)}:
        raise InvalidInputError({"to_id": ["not_of_this_centre"]})
