"""Reads cases: one by its key, and the rows that hang from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.care_path import CaseStatus
from hopecare.errors import NotFoundError
from models import Case

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


def case_by_id(session: Session, case_id: UUID, *, alone: bool = False) -> Case:
    """Give the case; `alone` holds it against others until the transaction ends."""
    case = session.get(Case, case_id, populate_existing=alone, with_for_update=alone or None)
    if case is None:
        raise NotFoundError(case_id=case_id)
    return case


def find_live_case(session: Session, resident_id: UUID) -> Case | None:
    """Give the resident's case that is not closed, if there is one."""
    return session.scalars(
        select(Case)
        .where(Case.resident_id == resident_id, Case.status != CaseStatus.CLOSED)
        .order_by(Case.opened_at)
        .limit(1)
    ).first()
