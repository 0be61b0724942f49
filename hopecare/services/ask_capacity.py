"""Owe an office a call about its places before a case goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CaseStatus
from hopecare.errors import MoveNotAllowedError, NotFoundError
from hopecare.queries.capacity_calls import capacity_key
from hopecare.queries.cases import case_by_id
from hopecare.queries.office_phones import office_phone
from hopecare.services.open_call_task import OwedCall, open_call_task
from models import Organisation, Service

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import CallTask


def ask_capacity(
    session: Session, *, case_id: UUID, service_id: UUID, by: Identity, now: datetime
) -> CallTask:
    """Put the call on the list of whoever asked for it; it is owed once a case and service."""
    case = case_by_id(session, case_id, alone=True)
    if case.status is CaseStatus.CLOSED:
        raise MoveNotAllowedError(machine="case", status="closed", event="referred")
    service = session.get(Service, service_id)
    if service is None:
        raise NotFoundError(kind="service", id=service_id)
    office = session.get_one(Organisation, service.organisation_id)
    phone = office_phone(session, service, office)
    owed = OwedCall(
        kind=CallTaskKind.ASK_CAPACITY,
        dedup_key=capacity_key(service_id, case_id),
        due_at=now,
        about_person_id=case.resident_id,
        case_id=case.id,
        owner_id=by.person_id,
        centre_id=case.centre_id,
        # Whose case it is stays here: the office hears of nobody yet.
        words=" ".join(part for part in (office.name, service.name, phone) if part),
        recurs=True,
    )
    return open_call_task(session, town_id=case.town_id, owed=owed, by=by, now=now)
