"""Take back what one volunteer was asked; where nobody else is left to answer, a call is owed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import OfferEvent, OfferStatus
from hopecare.domain.timeline import EntryKind
from hopecare.queries.cases import case_by_id
from hopecare.queries.needs import need_by_id
from hopecare.queries.offer_messages import unsent_words
from hopecare.queries.offers import offer_by_id
from hopecare.queries.stoppable import hold_cases_of_helper, offers_waiting_for
from hopecare.services.end_backups_of import end_backups_of
from hopecare.services.follow_unfilled import follow_unfilled
from hopecare.services.move_offer import move_offer
from hopecare.services.note_offer import note_offer
from notifications.outbox import stop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Offer

_WAITING = (OfferStatus.STANDING, OfferStatus.LATE)


def stand_down_helper(
    session: Session,
    *,
    helper_id: UUID,
    resident_id: UUID | None = None,
    by: Actor,
    now: datetime,
) -> list[Offer]:
    """End their offers, backups too, all of them or those of one resident; no text says so."""
    hold_cases_of_helper(session, helper_id, resident_id=resident_id)
    # First: whoever is backup no more is not asked once more for a day.
    end_backups_of(session, helper_id=helper_id, resident_id=resident_id, by=by, now=now)
    ended = []
    for waiting in offers_waiting_for(session, helper_id):
        case = case_by_id(session, waiting.case_id, alone=True)
        if resident_id in (None, case.resident_id) and _stand_down(session, case, waiting, by, now):
            ended.append(waiting)
    return ended


def _stand_down(session: Session, case: Case, waiting: Offer, by: Actor, now: datetime) -> bool:
    """End one offer; say whether it still waited once its need was held."""
    need = need_by_id(session, waiting.need_id, alone=True)
    offer = offer_by_id(session, waiting.id, fresh=True)
    if offer.status not in _WAITING:
        return False
    was_asked = offer.status is OfferStatus.STANDING
    move_offer(offer, event=OfferEvent.STOOD_DOWN)
    note_offer(session, case, offer, EntryKind.OFFER_STOOD_DOWN, by=by, now=now)
    question = unsent_words(session, offer.id)
    if question is not None:
        stop(session, question, code="stood_down", now=now)
    if was_asked:
        follow_unfilled(session, case, need, wave=offer.wave, by=by, now=now)
    session.flush()
    return True
