"""Reads whom a merge of two records let go of what they were asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.care_path import OfferStatus
from hopecare.domain.timeline import EntryKind
from models import Offer, TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from models import Merge


def let_go_by_merge(session: Session, merge: Merge) -> Sequence[Offer]:
    """Give the offers it stood down that nothing else was said to since, in the order of cases.

    The timeline says of each when it ended: in that very moment nobody else wrote in the town.
    """
    ended = select(TimelineEntry.subject_id).where(
        TimelineEntry.kind == EntryKind.OFFER_STOOD_DOWN, TimelineEntry.at == merge.at
    )
    let_go = select(Offer).where(Offer.id.in_(ended), Offer.status == OfferStatus.STOOD_DOWN)
    return session.scalars(let_go.order_by(Offer.case_id, Offer.need_id, Offer.id)).all()
