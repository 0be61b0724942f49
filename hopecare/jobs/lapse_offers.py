"""Let offers lapse whose time is over."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.database import AllTowns, TownScope
from hopecare.domain.care_path import OfferStatus
from hopecare.domain.identity import SystemActor
from hopecare.services.lapse_offer import lapse_offer
from models import Offer

if TYPE_CHECKING:
    from uuid import UUID

    from hopecare.jobs.tools import Tools

log = logging.getLogger(__name__)
BY: Final = SystemActor(name="lapse_offers")
BATCH: Final = 500


def lapse_offers(tools: Tools) -> int:
    """Lapse each due offer in its own transaction; one that fails never stops the rest."""
    due = (
        select(Offer.id, Offer.town_id)
        .where(Offer.status == OfferStatus.STANDING, Offer.lapses_at <= tools.clock())
        .order_by(Offer.lapses_at, Offer.id)
        .limit(BATCH)
    )
    with tools.database.reading(AllTowns()) as session:
        found = session.execute(due).all()
    return sum(_lapse(tools, offer_id, town_id) for offer_id, town_id in found)


def _lapse(tools: Tools, offer_id: UUID, town_id: UUID) -> int:
    """One offer in one transaction that sees its own town: the next may be asked in it."""
    try:
        with tools.database.writing(TownScope(town_id)) as session:
            lapse_offer(session, offer_id=offer_id, by=BY, now=tools.clock())
    except Exception:  # whatever is wrong with one, the others lapse in time
        log.exception("offer not lapsed", extra={"offer_id": str(offer_id)})
        return 0
    return 1
