"""A volunteer lives elsewhere now: whatever they are asked for or hold is looked at from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import OfferStatus
from hopecare.domain.offers import StandDownCause
from hopecare.queries.asked_before import suits_no_more
from hopecare.queries.own_limits import is_beyond
from hopecare.queries.volunteers import profile_of
from hopecare.services.let_go_offers import let_go_offers
from hopecare.services.owe_case_call import owe_case_call

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.queries.asked_before import AskedBefore
    from models import Case, Need, Offer


def follow_moved_helper(  # noqa: PLR0913  which need, how they were asked, where they live now
    session: Session,
    case: Case,
    need: Need,
    before: AskedBefore,
    *,
    household_id: UUID,
    by: Actor,
    now: datetime,
) -> None:
    """Let go what does not suit them from there, and ask the others; no task ends by itself.

    Whoever holds one that is too far by now is rung: they decide with a person of staff.
    """
    unsuited = suits_no_more(session, need, before, now=now)
    for task in before.held:
        if task.helper_id in unsuited:
            key = f"helper_moved:{task.id}:{household_id}"
            owe_case_call(session, case, to_id=task.helper_id, key=key, by=by, now=now)
    let_go = [
        offer
        for offer in before.offers
        if offer.status is OfferStatus.STANDING
        and _suits_no_more(session, need, offer, unsuited, by=by)
    ]
    cause = StandDownCause.HELPER_MOVED
    let_go_offers(session, case, need, let_go, cause=cause, by=by, now=now)


def _suits_no_more(
    session: Session, need: Need, offer: Offer, unsuited: Collection[UUID], *, by: Actor
) -> bool:
    """By every rule where staff wrote it; whoever said it themself only by the band they read.

    Otherwise they could write one address after another until a request ends: a resident may want
    nobody of their building. Or measure the way to the home.
    """
    if by.person_id != offer.helper_id:
        return offer.helper_id in unsuited
    return is_beyond(session, profile_of(session, offer.helper_id), need)
