"""Cases as other systems list them: those one may read, and one with its needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.care_path import CaseStatus
from hopecare.queries.cases import case_by_id
from hopecare.queries.visibility import visible
from models import Case, Need

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.domain.urgency import Urgency


def cases_visible(
    identity: Identity,
    *,
    status: CaseStatus | None = None,
    urgency: Urgency | None = None,
    with_closed: bool = False,
) -> Select[Case]:
    """Select the cases this person may read through the API, narrowed as asked."""
    asked = select(Case).where(visible("api.cases.read", identity, Case))
    if status is not None:
        asked = asked.where(Case.status == status)
    elif not with_closed:
        asked = asked.where(Case.status != CaseStatus.CLOSED)
    return asked if urgency is None else asked.where(Case.urgency == urgency)


def case_with_needs(session: Session, case_id: UUID) -> tuple[Case, Sequence[Need]]:
    """Read one case and everything it needs."""
    needs = session.scalars(
        select(Need).where(Need.case_id == case_id).order_by(Need.created_at, Need.id)
    ).all()
    return case_by_id(session, case_id), needs
