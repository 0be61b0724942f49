"""Start the clock of the check that follows emergency aid which was granted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.clocks import ClockKind
from hopecare.queries.clocks import running_clocks_of_case
from hopecare.queries.urgent_referrals import emergency_programmes
from hopecare.services.start_clock import ClockStart, start_clock
from models import Application, LegalClock, Referral

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from models import Case


def start_after_check(
    session: Session, case: Case, of: Application | Referral, granted_on: date, *, now: datetime
) -> None:
    """From the day of the grant; where the help of a crisis is checked already, that is the one.

    Each grant has its own check: aid of the state and of the province are two.
    """
    if of.programme not in emergency_programmes():
        return
    running = running_clocks_of_case(session, case.id)
    if any(each.kind is ClockKind.AFTER_CHECK and _checks(each, of) for each in running):
        return
    start = ClockStart(
        kind=ClockKind.AFTER_CHECK,
        started_on=granted_on,
        programme=of.programme,
        application_id=of.id if isinstance(of, Application) else None,
        referral_id=of.id if isinstance(of, Referral) else None,
    )
    start_clock(session, case, start, now=now)


def _checks(clock: LegalClock, of: Application | Referral) -> bool:
    """Whether a check that runs is that of a crisis, of this grant, or of its own referral."""
    went_with = of.referral_id if isinstance(of, Application) else None
    of_grant = clock.application_id or clock.referral_id
    return clock.crisis_id is not None or of_grant in (of.id, went_with)
