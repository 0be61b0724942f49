"""Take a volunteer's word that what they are asked does not suit them in general."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.matching.proposals import FOR_VOLUNTEERS
from hopecare.errors import InvalidInputError
from hopecare.queries.cases import case_by_id
from hopecare.queries.match_appeals import find_appeal_of_offer
from hopecare.queries.offers import offer_by_id
from models import MatchAppeal

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.matching.proposals import AppealReason


def appeal_offer(
    session: Session, *, offer_id: UUID, reason: AppealReason, by: Actor, now: datetime
) -> MatchAppeal:
    """Keep it for the coordinator; said again about the same offer, the last reason stands."""
    if reason not in FOR_VOLUNTEERS:
        raise InvalidInputError({"reason": ["invalid"]})
    offer = offer_by_id(session, offer_id)
    said = find_appeal_of_offer(session, offer_id)
    if said is not None:
        said.reason, said.made_at, said.settled_at, said.settled_by_id = reason, now, None, None
        return said
    said = MatchAppeal(
        town_id=offer.town_id,
        need_id=offer.need_id,
        case_id=offer.case_id,
        resident_id=case_by_id(session, offer.case_id).resident_id,
        helper_id=offer.helper_id,
        by_staff=False,
        reason=reason,
        made_at=now,
        made_by_id=by.person_id,
        offer_id=offer_id,
    )
    session.add(said)
    session.flush()
    return said
