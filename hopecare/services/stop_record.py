"""A resident wants no record any more: care ends, and the last day it is kept is set.

Nothing erases it by itself after that day yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.outcomes import CaseOutcome
from hopecare.domain.retention import KeptFor
from hopecare.domain.roles import Role
from hopecare.queries.crises import find_open_crisis
from hopecare.queries.identities import roles_of
from hopecare.queries.keeping import kept_until
from hopecare.queries.stoppable import hold_cases_of, hold_open_referrals_of, live_cases_of
from hopecare.queries.town_days import local_day
from hopecare.services.close_case import close_case
from hopecare.services.end_applications import end_applications
from hopecare.services.erase_drafts import erase_drafts
from hopecare.services.stop_asking_them import stop_asking_them
from hopecare.services.stop_help import stop_help
from hopecare.services.withdraw_referral import withdraw_referral

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Person


def stop_record(session: Session, person: Person, *, by: Actor, now: datetime) -> None:
    """End help, check-ins, sharing, cases and what was not kept.

    What they applied for is theirs alone from now on, in closed cases too: nobody rings about it.
    """
    stop_help(session, resident_id=person.id, by=by, now=now)
    stop_asking_them(session, person_id=person.id, by=by, now=now)
    erase_drafts(session, person.id)
    for referral in hold_open_referrals_of(session, person.id):
        withdraw_referral(session, referral_id=referral.id, by=by, now=now)
    for case_id in hold_cases_of(session, person.id):
        end_applications(session, case_id, by=by, now=now)
    today = local_day(session, person.town_id, now)
    outcome = CaseOutcome.DECLINED_FURTHER_HELP
    for case in live_cases_of(session, person.id):
        if find_open_crisis(session, case.id) is not None:
            continue  # nobody is left alone in danger: closed by a person, after the all-clear
        close_case(session, case_id=case.id, version=None, outcome=outcome, by=by, now=now)
    # Somebody who helps others as well stays known as that.
    if roles_of(session, person.id, on=today) <= {Role.RESIDENT}:
        person.retain_until = kept_until(
            session, person.town_id, KeptFor.CONSENT_REFUSED, since=today
        )
    session.flush()
