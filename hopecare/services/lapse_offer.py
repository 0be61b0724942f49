"""Let an offer's time run out; nobody who stays silent has done anything wrong.

Nor is somebody waited for whom the question never came to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import OfferEvent, OfferStatus
from hopecare.domain.timeline import EntryKind
from hopecare.queries.cases import case_by_id
from hopecare.queries.needs import need_by_id
from hopecare.queries.offer_messages import question_has_left, question_is_lost
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
    from models import Case, Need, Offer


def lapse_offer(session: Session, *, offer_id: UUID, by: Actor, now: datetime) -> Offer:
    """Lapse the offer if it still stands and its time is over; otherwise leave it as it is.

    One whose question got lost for good lapses at once: its place is free, and their yes counts as
    any late yes.
    """
    asked = offer_by_id(session, offer_id)
    case = case_by_id(session, asked.case_id, alone=True)
    need = need_by_id(session, asked.need_id, alone=True)
    offer = offer_by_id(session, offer_id, fresh=True)
    if offer.status is not OfferStatus.STANDING:
        return offer
    is_lost = question_is_lost(session, offer.id)
    if not is_lost and (offer.lapses_at > now or _is_put_off(session, case, need, offer, now)):
        return offer
    move_offer(offer, event=OfferEvent.LAPSED)
    offer.words_lost_at = now if is_lost else None
    told: dict[str, int] = {"wave": offer.wave, **({"lost": 1} if is_lost else {})}
    note_offer(session, case, offer, EntryKind.OFFER_LAPSED, by=by, now=now, **told)
    follow_unfilled(session, case, need, wave=offer.wave, by=by, now=now)
    return offer


def _is_put_off(session: Session, case: Case, need: Need, offer: Offer, now: datetime) -> bool:
    """Whether the question never left, and is put anew with its new hour."""
    return not question_has_left(session, offer.id) and put_off_offer(
        session, case, need, offer, now=now
    )
