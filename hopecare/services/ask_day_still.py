"""The call that was to ask an office for its day is over: what is not known is asked for still."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.care_path import ApplicationStatus
from hopecare.domain.clocks import ClockKind
from hopecare.queries.cases import case_by_id
from hopecare.queries.silent_referrals import waits_without_day
from hopecare.services.ask_answer_day import ask_answer_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Referral

AWAITED: Final[Mapping[ApplicationStatus, ClockKind]] = {
    ApplicationStatus.WAITING: ClockKind.APPLICATION,
    ApplicationStatus.OBJECTED: ClockKind.OBJECTION_ANSWER,
}


def ask_day_still(session: Session, referral: Referral, *, by: Actor, now: datetime) -> None:
    """Of each application that waits with it; one that is asked about already is not twice."""
    waits = waits_without_day(session, referral.id)
    for application in waits:
        case = case_by_id(session, application.case_id)
        ask_answer_day(session, case, application, AWAITED[application.status], by=by, now=now)
