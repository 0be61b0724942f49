"""Let offers lapse whose time is over, or whose question never came to anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select

from hopecare.domain.care_path import OfferStatus
from hopecare.domain.identity import SystemActor
from hopecare.jobs.due_rows import each_in_its_town
from hopecare.queries.offer_messages import is_question_lost
from hopecare.services.lapse_offer import lapse_offer
from models import Offer

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.jobs.tools import Tools

BY: Final = SystemActor(name="lapse_offers")
BATCH: Final = 500


def lapse_offers(tools: Tools) -> int:
    """Lapse each due offer by itself, in its own town: the next neighbour may be asked in it."""
    due = (
        select(Offer.id, Offer.town_id)
        .where(
            Offer.status == OfferStatus.STANDING,
            or_(Offer.lapses_at <= tools.clock(), is_question_lost()),
        )
        .order_by(Offer.lapses_at, Offer.id)
        .limit(BATCH)
    )

    def lapse(session: Session, offer_id: UUID) -> None:
        lapse_offer(session, offer_id=offer_id, by=BY, now=tools.clock())

    return each_in_its_town(tools, due, lapse, named="offer")
