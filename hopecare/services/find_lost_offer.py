"""A question that was taken for lost came to the volunteer after all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.held_rows import find_held
from models import Offer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models import Message


def find_lost_offer(session: Session, *, message: Message) -> None:
    """Say no longer that it never came; others are asked meanwhile, and their yes counts as late.

    Nobody who holds an offer waits for words that have left.
    """
    if message.offer_id is None:
        return
    offer = session.get(Offer, message.offer_id)
    if offer is not None and offer.words_lost_at is not None:
        find_held(session, Offer, offer.id)
        offer.words_lost_at = None
