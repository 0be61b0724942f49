"""Tell everybody who is still asked for a need that this one has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import OfferEvent, OfferStatus
from hopecare.domain.delivery import MessageKind
from hopecare.domain.timeline import EntryKind
from hopecare.language.wordings import Text
from hopecare.queries.offer_messages import unsent_words
from hopecare.queries.offers import offers_of_need
from hopecare.services.move_offer import move_offer
from hopecare.services.note_timeline import note_timeline
from hopecare.services.tell_helper import tell_helper
from notifications.outbox import stop

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Need, Offer


def stand_down_offers(
    session: Session,
    case: Case,
    need: Need,
    *,
    with_backups: bool = False,
    by: Actor,
    now: datetime,
) -> list[Offer]:
    """End the standing offers of a need with kind words; backups too where nothing follows."""
    statuses = (OfferStatus.STANDING, *((OfferStatus.LATE,) if with_backups else ()))
    offers = offers_of_need(session, need.id, *statuses)
    for offer in offers:
        was_asked = offer.status is OfferStatus.STANDING
        move_offer(offer, event=OfferEvent.STOOD_DOWN)
        note_timeline(
            session,
            town_id=offer.town_id,
            kind=EntryKind.OFFER_STOOD_DOWN,
            at=now,
            by=by,
            person_id=case.resident_id,
            case_id=case.id,
            subject_id=offer.id,
            facts={"helper_id": str(offer.helper_id)},
        )
        if was_asked:
            _tell(session, offer, now)
    session.flush()
    return list(offers)


def _tell(session: Session, offer: Offer, now: datetime) -> None:
    """Recall the question where it has not left yet; otherwise say that it has ended."""
    asked = unsent_words(session, offer.id)
    if asked is not None and stop(session, asked, code="stood_down", now=now):
        return
    tell_helper(session, offer, kind=MessageKind.STAND_DOWN, text=Text.STAND_DOWN, now=now)
