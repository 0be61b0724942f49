"""Reads how many volunteers are being asked for needs at this moment, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hopecare.domain.care_path import OfferStatus
from models import Offer

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedAlready:
    """How many are being asked for one need, and when the last of them lapses."""

    people: int
    until: datetime


def asked_already(
    session: Session, need_ids: Collection[UUID], *, now: datetime
) -> Mapping[UUID, AskedAlready]:
    """Give, by need, the offers that still stand; a need nobody is asked for is left out."""
    rows = session.execute(
        select(Offer.need_id, func.count(Offer.id), func.max(Offer.lapses_at))
        .where(
            Offer.need_id.in_(need_ids),
            Offer.status == OfferStatus.STANDING,
            Offer.lapses_at > now,
        )
        .group_by(Offer.need_id)
    )
    return {need_id: AskedAlready(people=people, until=until) for need_id, people, until in rows}
