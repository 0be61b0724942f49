"""Reads offers: one by its key or code, those of a need, those that stand too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hopecare.domain.care_path import OfferStatus
from hopecare.errors import NotFoundError
from models import Offer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session


def offer_by_id(session: Session, offer_id: UUID, *, fresh: bool = False) -> Offer:
    """Give the offer; `fresh` reads it again, after a lock was waited for."""
    offer = session.get(Offer, offer_id, populate_existing=fresh)
    if offer is None:
        raise NotFoundError(offer_id=offer_id)
    return offer


def find_offer_by_code(session: Session, code: str) -> Offer | None:
    """Give the offer a volunteer names by its code."""
    return session.scalars(select(Offer).where(Offer.code == code)).first()


def offers_of_need(session: Session, need_id: UUID, *statuses: OfferStatus) -> Sequence[Offer]:
    """Give a need's offers in these states, in the order they were made."""
    return session.scalars(
        select(Offer)
        .where(Offer.need_id == need_id, Offer.status.in_(statuses or tuple(OfferStatus)))
        .order_by(Offer.made_at, Offer.cost, Offer.id)
        .execution_options(populate_existing=True)
    ).all()


def late_helpers(session: Session, need_id: UUID) -> list[UUID]:
    """Name whoever said yes to this need last, but too late: they would have helped."""
    last = {each.helper_id: each.status for each in offers_of_need(session, need_id)}
    return [helper_id for helper_id, status in last.items() if status is OfferStatus.LATE]


def count_standing(session: Session, *, case_id: UUID) -> int:
    """Count the offers of a case that still wait for an answer."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Offer)
            .where(Offer.case_id == case_id, Offer.status == OfferStatus.STANDING)
        )
        or 0
    )


def last_wave(session: Session, need_id: UUID) -> int:
    """Give the number of the last wave of a need; 0 before the first."""
    return session.scalar(select(func.max(Offer.wave)).where(Offer.need_id == need_id)) or 0
