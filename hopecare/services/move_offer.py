"""The only writer of an offer's status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import OFFER, next_status

if TYPE_CHECKING:
    from hopecare.domain.care_path import OfferEvent
    from models import Offer


def move_offer(offer: Offer, *, event: OfferEvent) -> Offer:
    """Ask the care path what follows from `event`, and set it; refuse any other move."""
    status = next_status(OFFER, offer.status, event)
    offer.status = status
    return offer
