"""Tell everybody who is still asked for a need that this one has ended."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.care_path import AskingEvent, OfferStatus
from hopecare.domain.offers import StandDownCause
from hopecare.queries.askings import find_live_asking
from hopecare.queries.offers import offers_of_need
from hopecare.services.move_asking import move_asking
from hopecare.services.stand_down_offer import stand_down_offer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Need, Offer

EVENT_OF: Final[Mapping[StandDownCause, AskingEvent]] = MappingProxyType(
    {
        StandDownCause.FILLED: AskingEvent.FILLED,
        StandDownCause.TIME_OVER: AskingEvent.TIME_OVER,
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
    nothing_follows = cause in (StandDownCause.TIME_OVER, StandDownCause.ENDED)
    backups = (OfferStatus.LATE,) if nothing_follows else ()
    statuses = (OfferStatus.STANDING, *backups)
    offers = offers_of_need(session, need.id, *statuses)
    for offer in offers:
        stand_down_offer(session, case, offer, cause=cause, by=by, now=now)
    _end_asking(session, need, cause, now)
    session.flush()
    return list(offers)


def _end_asking(session: Session, need: Need, cause: StandDownCause, now: datetime) -> None:
    """No wave follows, where one would have."""
    asking = find_live_asking(session, need.id, alone=True)
    if asking is not None:
        move_asking(asking, event=EVENT_OF[cause], now=now)
