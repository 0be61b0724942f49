"""Let an offer's time run out; nobody who stays silent has done anything wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import OfferEvent, OfferStatus
from hopecare.domain.timeline import EntryKind
from hopecare.queries.cases import case_by_id
from hopecare.queries.needs import need_by_id
from hopecare.queries.offer_messages import question_has_left
from hopecare.queries.offers import offer_by_id
from hopecare.services.follow_unfilled import follow_unfilled
from hopecare.services.move_offer import move_offer
from hopecare.services.note_offer import note_offer
from hopecare.services.put_off_offer import put_off_offer

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Offer


def lapse_offer(session: Session, *, offer_id: UUID, by: Actor, now: datetime) -> Offer:
    """Lapse the offer if it still stands and its time is over; otherwise leave it as it is."""
    asked = offer_by_id(session, offer_id)
    case = case_by_id(session, asked.case_id, alone=True)
    need = need_by_id(session, asked.need_id, alone=True)
    offer = offer_by_id(session, offer_id, fresh=True)
    if offer.status is not OfferStatus.STANDING or offer.lapses_at > now:
        return offer
    if not question_has_left(session, offer.id) and put_off_offer(
        session, case, need, offer, now=now
    ):
        return offer
    move_offer(offer, event=OfferEvent.LAPSED)
    note_offer(session, case, offer, EntryKind.OFFER_LAPSED, by=by, now=now, wave=offer.wave)
    follow_unfilled(session, case, need, wave=offer.wave, by=by, now=now)
    return offer
