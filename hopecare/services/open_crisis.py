"""Open a crisis in a case: help first, check after, and one person is responsible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import CaseStatus
from hopecare.domain.timeline import EntryKind
from hopecare.errors import AlreadyTakenError, MoveNotAllowedError
from hopecare.queries.cases import case_by_id
from hopecare.queries.crises import find_open_crisis
from hopecare.queries.town_days import local_day
from hopecare.services.note_timeline import note_timeline
from hopecare.services.refuse_case_strangers import refuse_case_strangers
from models import Crisis

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case


def open_crisis(
    session: Session,
    *,
    case_id: UUID,
    responsible_id: UUID,
    words: str | None,
    by: Actor,
    now: datetime,
) -> Crisis:
    """Open it once a case: whoever is named stays responsible until the all-clear."""
    case = case_by_id(session, case_id, alone=True)
    _refuse_where_none_can_be(session, case)
    today = local_day(session, case.town_id, now)
    refuse_case_strangers(session, case, responsible_id, field="responsible_id", on=today)
    crisis = Crisis(
        town_id=case.town_id,
        case_id=case.id,
        person_id=case.resident_id,
        opened_at=now,
        opened_by_id=by.person_id,
        responsible_id=responsible_id,
        words=words,
    )
    session.add(crisis)
    session.flush()
    note_timeline(
        session,
        town_id=case.town_id,
        kind=EntryKind.CRISIS_OPENED,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=crisis.id,
        facts={"responsible_id": str(responsible_id)},
    )
    return crisis


def _refuse_where_none_can_be(session: Session, case: Case) -> None:
    if case.status is CaseStatus.CLOSED:
        raise MoveNotAllowedError(machine="case", status=case.status, event="crisis_opened")
    standing = find_open_crisis(session, case.id)
    if standing is not None:
        raise AlreadyTakenError(kind="crisis", id=standing.id)
