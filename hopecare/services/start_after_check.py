"""Start the clock of the check that follows emergency aid which was granted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.clocks import ClockKind
from hopecare.queries.clocks import running_clocks_of_case
from hopecare.queries.urgent_referrals import emergency_programmes
from hopecare.services.start_clock import ClockStart, start_clock
from models import Application, Referral

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from models import Case


def start_after_check(
    session: Session, case: Case, of: Application | Referral, granted_on: date, *, now: datetime
) -> None:
    """From the day of the grant; where the help of a crisis is checked already, that is the one."""
    if of.programme not in emergency_programmes():
        return
    running = running_clocks_of_case(session, case.id)
    if any(each.kind is ClockKind.AFTER_CHECK for each in running):
        return
    start = ClockStart(
        kind=ClockKind.AFTER_CHECK,
        started_on=granted_on,
        programme=of.programme,
        application_id=of.id if isinstance(of, Application) else None,
        referral_id=of.id if isinstance(of, Referral) else None,
    )
    start_clock(session, case, start, now=now)
