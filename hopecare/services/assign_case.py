"""Name who steers a case that nobody steers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import CaseStatus
from hopecare.domain.timeline import EntryKind
from hopecare.errors import AlreadyTakenError, InvalidInputError, MoveNotAllowedError
from hopecare.queries.case_transfers import find_offer, is_case_of_nobody, takers_of
from hopecare.queries.cases import case_by_id
from hopecare.queries.town_days import local_day
from hopecare.services.end_case_offer import end_case_offer
from hopecare.services.end_left_calls import end_left_calls
from hopecare.services.give_case import give_case
from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import Case


def assign_case(
    session: Session, *, case_id: UUID, to_id: UUID, by: Identity, now: datetime
) -> Case:
    """Give it at once; a case that somebody steers is only ever offered."""
    case = case_by_id(session, case_id, alone=True)
    if case.status is CaseStatus.CLOSED:
        raise MoveNotAllowedError(machine="case", status="closed", event="assigned")
    if not is_case_of_nobody(session, case_id):
        raise AlreadyTakenError(kind="case", id=case_id)
    takers = takers_of(session, case, on=local_day(session, case.town_id, now))
    if to_id not in {each for each, _ in takers}:
        raise InvalidInputError({"to_id": ["not_of_this_centre"]})
    offer = find_offer(session, case_id, alone=True)
    if offer is not None:
        end_case_offer(session, case, offer, by=by, now=now)
    before = case.owner_id
    give_case(session, case, to_id)
    end_left_calls(session, case.id, by=by, now=now)
    note_timeline(
        session,
        town_id=case.town_id,
        kind=EntryKind.CASE_TAKEN_OVER,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=case.id,
        facts={"from_id": str(before) if before else None, "to_id": str(to_id)},
    )
    return case
