"""Take back what one volunteer was asked for one resident, since staff set the two aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import OfferStatus
from hopecare.domain.offers import StandDownCause
from hopecare.queries.cases import case_by_id
from hopecare.queries.needs import need_by_id
from hopecare.queries.offers import offer_by_id
from hopecare.queries.stoppable import WAITING, hold_cases_of_helper, offers_waiting_for
from hopecare.services.follow_unfilled import follow_unfilled
from hopecare.services.stand_down_offer import stand_down_offer

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Offer


def stand_down_pair(
    session: Session, *, helper_id: UUID, resident_id: UUID, by: Actor, now: datetime
) -> None:
    """End it kindly, a late yes too; where nobody else is left to answer, the next are asked."""
    hold_cases_of_helper(session, helper_id, resident_id=resident_id)
    for waiting in offers_waiting_for(session, helper_id):
        case = case_by_id(session, waiting.case_id)
        if case.resident_id == resident_id:
            _stand_down(session, case, waiting, by, now)


def _stand_down(session: Session, case: Case, waiting: Offer, by: Actor, now: datetime) -> None:
    """End one offer that still waits once its need is held."""
    need = need_by_id(session, waiting.need_id, alone=True)
    offer = offer_by_id(session, waiting.id, fresh=True)
    if offer.status not in WAITING:
        return
    was_asked = offer.status is OfferStatus.STANDING
    stand_down_offer(session, case, offer, cause=StandDownCause.SET_ASIDE, by=by, now=now)
    if was_asked:
        follow_unfilled(session, case, need, wave=offer.wave, by=by, now=now)
    session.flush()
