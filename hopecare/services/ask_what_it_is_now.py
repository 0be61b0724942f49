"""Somebody said yes to what a need was before: they are asked for what it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import OfferStatus
from hopecare.language.wordings import Text
from hopecare.queries.answer_times import answers_until, may_leave_from
from hopecare.queries.askings import find_live_asking
from hopecare.queries.clashes import find_clash
from hopecare.queries.need_times import has_passed
from hopecare.queries.offer_messages import unsent_words
from hopecare.queries.offers import offers_of_need
from hopecare.queries.town_days import local_day
from hopecare.queries.weekly import missed_of_cover
from hopecare.services.ask_once_more import ask_once_more
from hopecare.services.open_asking import open_asking
from hopecare.services.put_off_offer import put_off_offer
from hopecare.services.tell_in_vain import tell_in_vain

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.channels import ReplyWay
    from hopecare.domain.identity import Actor
    from models import Case, Need, Offer


def ask_what_it_is_now(  # noqa: PLR0913  which offer of which need, and how they said yes
    session: Session,
    case: Case,
    need: Need,
    offer: Offer,
    *,
    way: ReplyWay,
    by: Actor,
    now: datetime,
) -> bool:
    """Put the question anew; False where they would be asked in vain, or are asked already.

    It answers what they wrote, so no cap of asking holds it up; only what would refuse their yes.
    Where it may not leave at once, or waits already, they hear at once that it comes. The caller
    holds case and need, and knows that a place is free.
    """
    if offer.status is OfferStatus.STANDING:
        return _wait_for_it(session, case, need, offer, way=way, now=now)
    if not _may_ask(session, need, offer, now):
        return False
    _put(session, case, need, offer, by, now)
    if may_leave_from(session, case, offer, now=now) > now:
        tell_in_vain(session, offer, Text.ASKED_ANEW, way=way, now=now)
    return True


def _wait_for_it(
    session: Session, case: Case, need: Need, offer: Offer, *, way: ReplyWay, now: datetime
) -> bool:
    """The new question waits, or ran out while it did: then it is put once more.

    It is said once a day.
    """
    is_waiting = unsent_words(session, offer.id) is not None
    if not is_waiting and not put_off_offer(session, case, need, offer, now=now):
        return False
    today = local_day(session, offer.town_id, now).isoformat()
    tell_in_vain(session, offer, Text.ASKED_ANEW, way=way, occasion=today, now=now)
    return True


def _put(session: Session, case: Case, need: Need, offer: Offer, by: Actor, now: datetime) -> None:
    """Let the offer stand again, with a time of its own and the words of now."""
    asking = open_asking(session, case, need, by=by, now=now)
    offer.lapses_at = answers_until(session, case, asking, start=now, now=now)
    offer.answered_at = offer.answered_by_way = offer.decline_reason = None
    ask_once_more(session, case, need, offer, by=by, now=now)
    session.flush()


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
