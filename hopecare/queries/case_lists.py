"""One case as other systems read it: with its needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.queries.cases import case_by_id
from models import Case, Need

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session


def case_with_needs(session: Session, case_id: UUID) -> tuple[Case, Sequence[Need]]:
    """Read one case and everything it needs."""
    needs = session.scalars(
        select(Need).where(Need.case_id == case_id).order_by(Need.created_at, Need.id)
    ).all()
    return case_by_id(session, case_id), needs
