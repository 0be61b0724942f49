"""Owe an office a call the same day, for a person: has it read of an emergency, and what now?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.clocks import ClockKind
from hopecare.queries.town_days import local_day
from hopecare.queries.urgent_referrals import at_once_key
from hopecare.services.ask_day_at_once import ask_day_at_once
from hopecare.services.owe_office_call import OfficeCall, owe_office_call
from hopecare.services.reckon_answer_day import reckon_answer_day

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CallTask, Referral


def owe_urgent_call(session: Session, referral: Referral, *, by: Actor, now: datetime) -> CallTask:
    """Within the hours of the town, once for each sending; the office's answer takes it back.

    It asks as well by when the office answers what was applied for: that is no call of its own.
    """
    within = reckon_answer_day(
        session,
        town_id=referral.town_id,
        kind=ClockKind.APPLICATION,
        started_on=local_day(session, referral.town_id, now),
        programme=referral.programme,
        urgent_at=now,
        service_id=referral.service_id,
    )
    owed = OfficeCall(
        kind=CallTaskKind.REFERRAL_SILENT,
        key=at_once_key(referral.id),
        due_at=within.rung_by,
        recurs=True,
    )
    task = owe_office_call(session, referral, owed, by=by, now=now)
    ask_day_at_once(session, referral, by=by, now=now)
    return task
