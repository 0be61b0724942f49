"""Write down that the office checked emergency aid it granted on a referral: its clock ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.clocks import ClockKind
from hopecare.domain.timeline import EntryKind
from hopecare.errors import MoveNotAllowedError
from hopecare.queries.cases import case_by_id
from hopecare.queries.clocks import running_clocks
from hopecare.queries.referrals import referral_by_id
from hopecare.queries.town_days import local_day
from hopecare.services.end_clocks import end_clocks
from hopecare.services.note_referral import note_referral

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Referral


def check_referral(session: Session, *, referral_id: UUID, by: Actor, now: datetime) -> Referral:
    """Once, while the check is waited for; with an application, it is noted there."""
    case_by_id(session, referral_by_id(session, referral_id).case_id, alone=True)
    referral = referral_by_id(session, referral_id, alone=True)
    kind = ClockKind.AFTER_CHECK
    if not running_clocks(session, kind, referral_id=referral.id):
        raise MoveNotAllowedError(machine="referral", status=referral.status, event="checked")
    end_clocks(session, kind, referral_id=referral.id, by=by, now=now)
    on = local_day(session, referral.town_id, now).isoformat()
    note_referral(
        session, referral, kind=EntryKind.REFERRAL_CHECKED, by=by, now=now, facts={"on": on}
    )
    session.flush()
    return referral
