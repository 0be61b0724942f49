"""What somebody was asked has changed and suits them still: they are asked with the new facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.asking import lapses_at
from hopecare.queries.asked_hours import leaves_at
from hopecare.queries.asking_policies import asking_policy, quiet_hours
from hopecare.queries.askings import find_live_asking
from hopecare.queries.offer_messages import unsent_words
from hopecare.services.tell_offer import tell_offer
from notifications.outbox import stop

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Case, Need, Offer


def ask_anew(session: Session, case: Case, need: Need, offer: Offer, *, now: datetime) -> None:
    """A question that has not left is put with the new facts; another is put once more."""
    waiting = unsent_words(session, offer.id)
    has_left = waiting is None or not stop(session, waiting, code="put_again", now=now)
    _give_time(session, case, offer, now)
    session.flush()
    tell_offer(session, case, need, offer, has_changed=has_left, now=now)


def _give_time(session: Session, case: Case, offer: Offer, now: datetime) -> None:
    """Whose own hours hold the words back has as long to answer from when they may leave."""
    start = leaves_at(session, case, [offer.helper_id], now=now)[offer.helper_id]
    if start <= now:
        return
    policy, quiet = (
        asking_policy(session, case, now=now),
        quiet_hours(session, case.town_id, now=now),
    )
    until, asking = lapses_at(policy, quiet, now=start), find_live_asking(session, offer.need_id)
    if asking is not None:
        until = min(until, asking.deadline)
    offer.lapses_at = max(offer.lapses_at, until)
