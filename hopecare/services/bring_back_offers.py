"""Let offers stand again that a death recorded by mistake has ended, while their time runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.care_path import (
    CaseEvent,
    CaseStatus,
    NeedEvent,
    OfferEvent,
    OfferStatus,
)
from hopecare.domain.delivery import MessageKind
from hopecare.domain.timeline import EntryKind
from hopecare.domain.undoing import HelpFacts, LeftReason, why_help_stays_ended
from hopecare.queries.cases import case_by_id
from hopecare.queries.may_help import may_help
from hopecare.queries.needs import LIVE, need_by_id, taken_places
from hopecare.queries.offers import offer_by_id, offers_of_need
from hopecare.queries.volunteers import find_profile
from hopecare.services.move_case import move_case
from hopecare.services.move_need import move_need
from hopecare.services.move_offer import move_offer
from hopecare.services.note_timeline import note_timeline
from hopecare.services.open_asking import open_asking
from hopecare.services.tell_offer import tell_offer
from models import Message
from notifications.outbox import stop

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
            _ask_again(session, case, need, offer, by, now)
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


def _ask_again(
    session: Session, case: Case, need: Need, offer: Offer, by: Actor, now: datetime
) -> None:
    """They were told that it has ended, or are about to be: the question is put once more."""
    move_offer(offer, event=OfferEvent.REOPENED)
    move_need(need, event=NeedEvent.OFFER_MADE, now=now)
    move_case(case, event=CaseEvent.OFFER_MADE, now=now)
    open_asking(session, case, need, by=by, now=now)
    ending = select(Message).where(
        Message.offer_id == offer.id, Message.kind == MessageKind.STAND_DOWN
    )
    for message in session.scalars(ending).all():
        stop(session, message, code="stands_again", now=now)
    note_timeline(
        session,
        town_id=offer.town_id,
        kind=EntryKind.OFFER_MADE,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=offer.id,
        facts={"helper_id": str(offer.helper_id), "wave": offer.wave},
    )
    tell_offer(session, case, need, offer, now=now)
