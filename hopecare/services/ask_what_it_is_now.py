"""Somebody said yes to what a need was before: they are asked for what it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import OfferStatus
from hopecare.queries.answer_times import answers_until
from hopecare.queries.askings import find_live_asking
from hopecare.queries.clashes import find_clash
from hopecare.queries.need_times import has_passed
from hopecare.queries.offers import offers_of_need
from hopecare.queries.weekly import missed_of_cover
from hopecare.services.ask_once_more import ask_once_more
from hopecare.services.open_asking import open_asking

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Need, Offer


def ask_what_it_is_now(
    session: Session, case: Case, need: Need, offer: Offer, *, by: Actor, now: datetime
) -> bool:
    """Put the question anew; False where they would be asked in vain, or are asked already.

    It answers what they wrote, so no cap of asking holds it up; only what would refuse their yes.
    The caller holds case and need, and knows that a place is free.
    """
    if not _may_ask(session, need, offer, now):
        return False
    asking = open_asking(session, case, need, by=by, now=now)
    offer.lapses_at = answers_until(session, case, asking, start=now, now=now)
    offer.answered_at = offer.answered_by_way = offer.decline_reason = None
    ask_once_more(session, case, need, offer, has_changed=True, by=by, now=now)
    session.flush()
    return True


def _may_ask(session: Session, need: Need, offer: Offer, now: datetime) -> bool:
    """For a missed day nobody is asked any more once a person rings for it."""
    standing = offers_of_need(session, need.id, OfferStatus.STANDING)
    if offer.helper_id in {each.helper_id for each in standing} or has_passed(
        session, need, now=now
    ):
        return False
    asking = find_live_asking(session, need.id)
    if asking is not None and asking.deadline <= now:
        return False
    if asking is None and missed_of_cover(session, need.id) is not None:
        return False
    return find_clash(session, need, helper_id=offer.helper_id, now=now) is None
