"""What becomes of an asking while stories are told: whom a story asks, the story itself says.

No wave follows by itself before the loading moment; where nobody is left to answer, staff ring.
From then on the worker goes on as anywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.demo.stage import BY
from hopecare.domain.care_path import OfferStatus
from hopecare.queries.askings import asking_by_id
from hopecare.queries.cases import case_by_id
from hopecare.queries.need_times import escalates_at, has_passed
from hopecare.queries.needs import need_by_id
from hopecare.queries.offers import offers_of_need
from hopecare.services.escalate_asking import escalate_asking
from hopecare.services.expire_asking import expire_asking
from hopecare.services.plan_asking import plan_asking

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def go_on_asking(session: Session, asking_id: UUID, *, now: datetime) -> None:
    """Wait for those who were asked; without any of them, owe the call; in the end, end it."""
    asking = asking_by_id(session, asking_id)
    if asking.due_at is None or asking.due_at > now:
        return
    case, need = case_by_id(session, asking.case_id), need_by_id(session, asking.need_id)
    if now >= asking.deadline or has_passed(session, need, now=now):
        expire_asking(session, asking, case, need, by=BY, now=now)
        return
    standing = offers_of_need(session, need.id, OfferStatus.STANDING)
    if not standing or now >= escalates_at(session, asking, need, case.urgency):
        escalate_asking(session, asking, case, need, by=BY, now=now)
    waits_until = max((offer.lapses_at for offer in standing), default=asking.deadline)
    plan_asking(session, asking, need, case.urgency, next_wave_at=min(waits_until, asking.deadline))
