"""The day of a need was changed while neighbours are asked: their time ends with the new day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import OfferStatus
from hopecare.queries.asking_policies import asks_until
from hopecare.queries.askings import find_live_asking
from hopecare.queries.need_times import has_passed, within_day
from hopecare.queries.offers import offers_of_need
from hopecare.services.plan_asking import plan_asking

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Case, Need


def keep_within_day(session: Session, case: Case, need: Need, *, now: datetime) -> None:
    """Move the end of the asking, and of what stands; for a passed day it is ended at once."""
    asking = find_live_asking(session, need.id, alone=True)
    if asking is None:
        return
    if has_passed(session, need, now=now):
        asking.due_at, asking.lease_until = now, None
        return
    standing = offers_of_need(session, need.id, OfferStatus.STANDING)
    limit = asks_until(session, case, since=asking.opened_at, now=now)
    longest = max([limit, *(offer.lapses_at for offer in standing)])
    asking.deadline = within_day(session, need, longest, now=now)
    for offer in standing:
        offer.lapses_at = min(offer.lapses_at, asking.deadline)
    plan_asking(session, asking, need, case.urgency, next_wave_at=asking.next_wave_at)
    session.flush()
