"""Let offers stand again that a death recorded by mistake has ended, while their time runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import CaseStatus, OfferEvent, OfferStatus
from hopecare.domain.undoing import HelpFacts, LeftReason, why_help_stays_ended
from hopecare.queries.cases import case_by_id
from hopecare.queries.may_help import may_help
from hopecare.queries.needs import LIVE, need_by_id, taken_places
from hopecare.queries.offers import offer_by_id, offers_of_need
from hopecare.queries.volunteers import find_profile
from hopecare.services.ask_once_more import ask_once_more
from hopecare.services.move_offer import move_offer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Need, Offer


def bring_back_offers(
    session: Session, *, offers: Mapping[UUID, OfferStatus], by: Actor, now: datetime
) -> dict[UUID, LeftReason]:
    """Ask again who was being asked, and keep the backups; say of the others why not."""
    left = {}
    for offer_id, status in offers.items():
        asked = offer_by_id(session, offer_id)
        find_profile(session, asked.helper_id, alone=True)
        case = case_by_id(session, asked.case_id, alone=True)
        need = need_by_id(session, asked.need_id, alone=True)
        offer = offer_by_id(session, offer_id, fresh=True)
        reason = _against(session, case, need, offer, status, now)
        if reason is not None:
            left[offer_id] = reason
        elif status is OfferStatus.LATE:
            move_offer(offer, event=OfferEvent.SAID_YES_LATE)
        else:
            # They were told that it has ended, or are about to be.
            ask_once_more(session, case, need, offer, by=by, now=now)
    session.flush()
    return left


def _against(
    session: Session, case: Case, need: Need, offer: Offer, status: OfferStatus, now: datetime
) -> LeftReason | None:
    if offer.status is not OfferStatus.STOOD_DOWN:
        return LeftReason.OTHER_IN_PLACE
    is_backup = status is OfferStatus.LATE
    profile = find_profile(session, offer.helper_id)
    standing = offers_of_need(session, need.id, OfferStatus.STANDING)
    is_free = len(taken_places(session, need.id)) < need.people_needed
    is_asked = offer.helper_id in {each.helper_id for each in standing}
    return why_help_stays_ended(
        HelpFacts(
            need_is_live=case.status is not CaseStatus.CLOSED and need.status in LIVE,
            helper_may=profile is not None
            and may_help(session, profile, resident_id=case.resident_id, now=now),
            place_is_free=is_backup or (is_free and not is_asked),
            is_in_time=is_backup or offer.lapses_at > now,
        )
    )
