"""Until when somebody may answer a question, counted from when its words may leave to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.asking import lapses_at, may_ask_from
from hopecare.queries.asked_hours import leaves_at
from hopecare.queries.asking_policies import asking_policy, quiet_hours

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Asking, Case, Offer


def leaves_from(session: Session, case: Case, offer: Offer, *, now: datetime) -> datetime:
    """Give from when the question of one offer may leave, by their own hours alone."""
    return leaves_at(session, case, [offer.helper_id], now=now)[offer.helper_id]


def may_leave_from(session: Session, case: Case, offer: Offer, *, now: datetime) -> datetime:
    """Give from when it may leave by their own hours and by the night of the town."""
    start = leaves_from(session, case, offer, now=now)
    return may_ask_from(quiet_hours(session, case.town_id, now=now), now=start)


def answers_until(
    session: Session, case: Case, asking: Asking | None, *, start: datetime, now: datetime
) -> datetime:
    """Give the end of a time to answer that begins at `start`, inside that of the asking."""
    policy, quiet = (
        asking_policy(session, case, now=now),
        quiet_hours(session, case.town_id, now=now),
    )
    until = lapses_at(policy, quiet, now=start)
    return until if asking is None else min(until, asking.deadline)
