"""Which needs neighbours are asked for, or would be once a consent is renewed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from hopecare.queries.weekly import is_cover
from models import Asking, Need

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session


def needs_asked_for(session: Session, case_ids: Sequence[UUID]) -> Sequence[Need]:
    """Read those of these cases, in the order needs are held; a missed day has its own moment."""
    is_asked = (
        select(Asking.id).where(Asking.need_id == Need.id, Asking.ended_at.is_(None)).exists()
    )
    return session.scalars(
        select(Need)
        .where(
            Need.case_id.in_(case_ids), or_(is_asked, Need.waits_for_consent.is_(True)), ~is_cover()
        )
        .order_by(Need.case_id, Need.id)
    ).all()
