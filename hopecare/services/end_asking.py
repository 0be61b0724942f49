"""Take need and case back from being asked, once no offer stands any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import CaseEvent, CaseStatus, NeedEvent, NeedStatus, OfferStatus
from hopecare.queries.offers import count_standing, offers_of_need
from hopecare.services.move_case import move_case
from hopecare.services.move_need import move_need

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Case, Need


def end_asking(session: Session, case: Case, need: Need, *, now: datetime) -> bool:
    """Open need and case again where nobody is left to answer; say whether the need was."""
    session.flush()
    if offers_of_need(session, need.id, OfferStatus.STANDING):
        return False
    if need.status is NeedStatus.ASKING:
        move_need(need, event=NeedEvent.OFFERS_ENDED, now=now)
    if case.status is CaseStatus.ASKING and not count_standing(session, case_id=case.id):
        move_case(case, event=CaseEvent.OFFERS_ENDED, now=now)
    return True
