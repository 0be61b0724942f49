"""Tell everybody who is still asked for a need that this one has ended."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.care_path import AskingEvent, OfferEvent, OfferStatus
from hopecare.domain.delivery import MessageKind
from hopecare.domain.offers import StandDownCause
from hopecare.domain.timeline import EntryKind
from hopecare.language.wordings import Text
from hopecare.queries.askings import find_live_asking
from hopecare.queries.offer_messages import unsent_words
from hopecare.queries.offers import offers_of_need
from hopecare.services.move_asking import move_asking
from hopecare.services.move_offer import move_offer
from hopecare.services.note_timeline import note_timeline
from hopecare.services.tell_helper import tell_helper
from notifications.outbox import stop

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Need, Offer

TEXT_OF: Final[Mapping[StandDownCause, Text]] = MappingProxyType(
    {StandDownCause.FILLED: Text.STAND_DOWN, StandDownCause.ENDED: Text.REQUEST_ENDED}
)

EVENT_OF: Final[Mapping[StandDownCause, AskingEvent]] = MappingProxyType(
    {
        StandDownCause.FILLED: AskingEvent.FILLED,
        StandDownCause.ENDED: AskingEvent.WITHDRAWN,
    }
)


def stand_down_offers(
    session: Session,
    case: Case,
    need: Need,
    *,
    cause: StandDownCause,
    by: Actor,
    now: datetime,
) -> list[Offer]:
    """End the standing offers of a need with true words; backups too where nothing follows."""
    backups = (OfferStatus.LATE,) if cause is StandDownCause.ENDED else ()
    statuses = (OfferStatus.STANDING, *backups)
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
            facts={"helper_id": str(offer.helper_id), "cause": cause.value},
        )
        if was_asked:
            _tell(session, offer, cause, now)
    _end_asking(session, need, cause, now)
    session.flush()
    return list(offers)


def _end_asking(session: Session, need: Need, cause: StandDownCause, now: datetime) -> None:
    """No wave follows, where one would have."""
    asking = find_live_asking(session, need.id, alone=True)
    if asking is not None:
        move_asking(asking, event=EVENT_OF[cause], now=now)


def _tell(session: Session, offer: Offer, cause: StandDownCause, now: datetime) -> None:
    """Recall the question where it has not left yet; otherwise say that it has ended."""
    asked = unsent_words(session, offer.id)
    if asked is not None and stop(session, asked, code="stood_down", now=now):
        return
    tell_helper(session, offer, kind=MessageKind.STAND_DOWN, text=TEXT_OF[cause], now=now)
