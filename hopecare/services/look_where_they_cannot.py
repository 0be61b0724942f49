"""Whoever took a help cannot come elsewhere at its hours: where they are asked, others are now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.care_path import OfferStatus
from hopecare.queries.cases import case_by_id
from hopecare.queries.clashes import find_clash
from hopecare.queries.needs import need_by_id
from hopecare.services.plan_asking import plan_asking
from models import Asking, Offer

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Task


def look_where_they_cannot(session: Session, task: Task, *, now: datetime) -> None:
    """Make the next wave of each such need due: it would wait for a yes that is refused.

    Their offers stand: they may hand this back, or another hour be agreed. An asking that somebody
    holds is passed over, so that two who say yes never wait in a ring: it is being looked at.
    """
    asked = select(Offer.need_id).where(
        Offer.helper_id == task.helper_id,
        Offer.status == OfferStatus.STANDING,
        Offer.need_id != task.need_id,
    )
    running = select(Asking).where(Asking.need_id.in_(asked), Asking.ended_at.is_(None))
    held = running.order_by(Asking.id).with_for_update(skip_locked=True)
    for asking in session.scalars(held.execution_options(populate_existing=True)).all():
        need = need_by_id(session, asking.need_id)
        if find_clash(session, need, helper_id=task.helper_id, now=now) is not None:
            urgency = case_by_id(session, asking.case_id).urgency
            plan_asking(session, asking, need, urgency, next_wave_at=now)
    session.flush()
