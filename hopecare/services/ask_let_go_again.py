"""A merge is taken back: whom it let go is asked again; where nobody is left, a person looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import OfferStatus
from hopecare.queries.cases import case_by_id
from hopecare.queries.let_go_by_merge import let_go_by_merge
from hopecare.queries.need_times import has_passed
from hopecare.queries.needs import LIVE, need_by_id
from hopecare.queries.yes_rules import bar_to_yes
from hopecare.services.bring_back_offers import bring_back_offers
from hopecare.services.follow_unfilled import follow_unfilled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Merge, Offer


def ask_let_go_again(session: Session, merge: Merge, *, by: Actor, now: datetime) -> None:
    """Put the question again to each whose yes would count, while its time runs.

    Every need that is left with nobody to answer is looked at by the next wave, or staff are owed
    the call. The homes are those of before the merge by now.
    """
    let_go = let_go_by_merge(session, merge)
    back = {each.id: _stood_as(each) for each in let_go if _may_say_yes(session, each, now)}
    bring_back_offers(session, offers=back, by=by, now=now)
    _leave_nobody_unasked(session, let_go, by, now)
    session.flush()


def _stood_as(offer: Offer) -> OfferStatus:
    """Whoever had said yes too late was kept in mind; the others had not answered."""
    return OfferStatus.STANDING if offer.answered_at is None else OfferStatus.LATE


def _may_say_yes(session: Session, offer: Offer, now: datetime) -> bool:
    need = need_by_id(session, offer.need_id, alone=True)
    return bar_to_yes(session, need, offer, now=now) is None


def _leave_nobody_unasked(
    session: Session, let_go: Sequence[Offer], by: Actor, now: datetime
) -> None:
    last = {each.need_id: each.wave for each in sorted(let_go, key=lambda each: each.wave)}
    for need_id, wave in last.items():
        need = need_by_id(session, need_id, alone=True)
        if need.status in LIVE and not has_passed(session, need, now=now):
            case = case_by_id(session, need.case_id, alone=True)
            follow_unfilled(session, case, need, wave=wave, by=by, now=now)
