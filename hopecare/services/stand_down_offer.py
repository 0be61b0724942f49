"""End one offer with true words: a question that has not left yet is recalled instead."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.care_path import OfferEvent, OfferStatus
from hopecare.domain.delivery import MessageKind
from hopecare.domain.offers import StandDownCause
from hopecare.domain.timeline import EntryKind
from hopecare.language.wordings import Text
from hopecare.queries.offer_messages import unsent_words
from hopecare.services.move_offer import move_offer
from hopecare.services.note_offer import note_offer
from hopecare.services.tell_helper import tell_helper
from notifications.outbox import stop

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Offer

TEXT_OF: Final[Mapping[StandDownCause, Text]] = MappingProxyType(
    {
        StandDownCause.FILLED: Text.STAND_DOWN,
        StandDownCause.CHANGED: Text.NEED_CHANGED,
        StandDownCause.HELPER_MOVED: Text.REQUEST_ENDED,
        StandDownCause.HELPER_CHANGED: Text.REQUEST_ENDED,
        StandDownCause.MEASURED: Text.REQUEST_ENDED,
        StandDownCause.TIME_OVER: Text.TIME_OVER,
        StandDownCause.ENDED: Text.REQUEST_ENDED,
        StandDownCause.SET_ASIDE: Text.REQUEST_ENDED,
    }
)


def stand_down_offer(
    session: Session, case: Case, offer: Offer, *, cause: StandDownCause, by: Actor, now: datetime
) -> Offer:
    """End it; who was still asked hears why, a backup nothing. The caller holds the need."""
    was_asked = offer.status is OfferStatus.STANDING
    move_offer(offer, event=OfferEvent.STOOD_DOWN)
    note_offer(session, case, offer, EntryKind.OFFER_STOOD_DOWN, by=by, now=now, cause=cause.value)
    if was_asked:
        _tell(session, offer, cause, now)
    return offer


def _tell(session: Session, offer: Offer, cause: StandDownCause, now: datetime) -> None:
    """Recall the question where it has not left yet; otherwise say that it has ended."""
    asked = unsent_words(session, offer.id)
    if asked is not None and stop(session, asked, code="stood_down", now=now):
        return
    tell_helper(session, offer, kind=MessageKind.STAND_DOWN, text=TEXT_OF[cause], now=now)
