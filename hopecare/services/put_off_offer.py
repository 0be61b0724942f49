"""Give an offer its time again whose question never left: nobody owes an answer unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.answer_times import answers_until, leaves_from
from hopecare.queries.askings import find_live_asking
from hopecare.queries.offer_messages import change_is_unheard, unsent_words, was_asked
from hopecare.services.tell_offer import tell_offer
from notifications.outbox import stop

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Case, Need, Offer


def put_off_offer(session: Session, case: Case, need: Need, offer: Offer, *, now: datetime) -> bool:
    """Put the question anew with its new hour, inside the asking's time; False where that is over.

    False too where the question left while this waited for it. The caller holds case and need.
    """
    asking = find_live_asking(session, need.id)
    if asking is None or asking.deadline <= now:
        return False
    waiting, has_changed = unsent_words(session, offer.id), was_asked(session, offer.id)
    if waiting is None and has_changed and not change_is_unheard(session, offer.id):
        return False
    # It counts from when the words may leave: the night, and their own hours, are waited for.
    start = leaves_from(session, case, offer, now=now)
    offer.lapses_at = answers_until(session, case, asking, start=start, now=now)
    if waiting is not None:
        stop(session, waiting, code="put_again", now=now)
    session.flush()
    tell_offer(session, case, need, offer, has_changed=has_changed, now=now)
    return True
