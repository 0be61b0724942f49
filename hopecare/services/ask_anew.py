"""What somebody was asked has changed and suits them still: they are asked with the new facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.offer_messages import unsent_words, was_asked
from hopecare.services.give_time import give_time
from hopecare.services.tell_offer import tell_offer
from notifications.outbox import stop

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Case, Need, Offer


def ask_anew(session: Session, case: Case, need: Need, offer: Offer, *, now: datetime) -> None:
    """A question that has not left is put with the new facts; another is put once more."""
    waiting = unsent_words(session, offer.id)
    if waiting is not None:
        stop(session, waiting, code="put_again", now=now)
    give_time(session, case, offer, now=now)
    session.flush()
    has_changed = was_asked(session, offer.id)
    tell_offer(session, case, need, offer, has_changed=has_changed, now=now)
