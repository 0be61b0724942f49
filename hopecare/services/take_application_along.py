"""Let what is applied for already go with another referral, whose outcome then decides it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.timeline import EntryKind
from hopecare.queries.applications import hold_application
from hopecare.queries.applications_along import find_left_behind, office_awaited
from hopecare.queries.needs import need_by_id
from hopecare.queries.silent_referrals import ANSWERS
from hopecare.queries.town_days import local_day
from hopecare.services.note_application import note_application
from hopecare.services.turn_day_calls import turn_day_calls

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Application, Referral


def take_application_along(
    session: Session, referral: Referral, *, by: Actor, now: datetime
) -> Application | None:
    """Only what no other open referral decides; None where nothing was left behind.

    The help until the decision and the calls that wait follow it. The timeline keeps with which
    referral it went before.
    """
    found = find_left_behind(session, referral)
    if found is None:
        return None
    hold_application(session, found.id)
    if find_left_behind(session, referral) is not found:
        return None  # decided, or taken along, while it was waited for
    was, found.referral_id = found.referral_id, referral.id
    if found.bridge_need_id is not None:
        need_by_id(session, found.bridge_need_id).bridges_referral_id = referral.id
    session.flush()
    today = local_day(session, found.town_id, now)
    office = office_awaited(session, found, on=today)
    turn_day_calls(session, found, office=office, kinds=ANSWERS)
    note_application(
        session,
        found,
        EntryKind.APPLICATION_REFERRED,
        by=by,
        now=now,
        referral_id=str(referral.id),
        was_referral_id=str(was) if was else None,
    )
    session.flush()
    return found
