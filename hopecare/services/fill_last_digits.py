"""Give telephones the index of their last digits, as those lack that are older than the index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.people import ContactKind
from hopecare.queries.search_terms import number_indexes
from models import ContactPoint

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

AT_A_TIME = 500
TELEPHONES = (ContactKind.MOBILE, ContactKind.LANDLINE, ContactKind.KIOSK_MESSAGE)


def fill_last_digits(session: Session, *, limit: int = AT_A_TIME) -> int:
    """Complete some telephones that cannot be found by their last digits; gives how many."""
    lacking = session.scalars(
        select(ContactPoint)
        .where(ContactPoint.last_four_index.is_(None), ContactPoint.kind.in_(TELEPHONES))
        .order_by(ContactPoint.id)
        .limit(limit)
    ).all()
    for point in lacking:
        for column, index in number_indexes(point.value).items():
            setattr(point, column, index)
    return len(lacking)
