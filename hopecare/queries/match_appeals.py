"""Reads what was said against pairs and askings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from hopecare.errors import NotFoundError
from hopecare.queries.visibility import visible
from models import MatchAppeal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity

LAST: Final = 5
"""On the page of one volunteer; the list has them all."""


def appeal_by_id(session: Session, appeal_id: UUID, *, alone: bool = False) -> MatchAppeal:
    """Give an appeal of this town; `alone` holds it until the transaction ends."""
    found = session.get(
        MatchAppeal, appeal_id, populate_existing=alone, with_for_update=alone or None
    )
    if found is None:
        raise NotFoundError(kind="match_appeal", appeal_id=appeal_id)
    return found


def count_unsettled(session: Session, identity: Identity) -> int:
    """Count what waits for a person to look at it, of what the reader may see."""
    counted = select(func.count(MatchAppeal.id)).where(
        visible("offer.make", identity, MatchAppeal), MatchAppeal.settled_at.is_(None)
    )
    return int(session.scalar(counted) or 0)


def appeals_of_helper(
    session: Session, identity: Identity, helper_id: UUID
) -> Sequence[MatchAppeal]:
    """Give what was last said not to suit this volunteer, of what the reader may see."""
    return session.scalars(
        select(MatchAppeal)
        .where(MatchAppeal.helper_id == helper_id, visible("offer.make", identity, MatchAppeal))
        .order_by(MatchAppeal.made_at.desc(), MatchAppeal.id)
        .limit(LAST)
    ).all()


def find_appeal_of_offer(session: Session, offer_id: UUID) -> MatchAppeal | None:
    """Give what the volunteer said about this offer, if anything."""
    return session.scalars(
        select(MatchAppeal).where(MatchAppeal.offer_id == offer_id, MatchAppeal.by_staff.is_(False))
    ).first()
