"""Whose own hours hold a question back has as long to answer from when it may leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.answer_times import answers_until, leaves_from
from hopecare.queries.askings import find_live_asking

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Case, Offer


def give_time(session: Session, case: Case, offer: Offer, *, now: datetime) -> None:
    """Lengthen the time of an offer whose question is put now and cannot leave now."""
    start = leaves_from(session, case, offer, now=now)
    if start <= now:
        return
    asking = find_live_asking(session, offer.need_id)
    until = answers_until(session, case, asking, start=start, now=now)
    offer.lapses_at = max(offer.lapses_at, until)
