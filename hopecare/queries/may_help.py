"""Whether neighbours may help a resident, and whether this one may, at a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.consent import ConsentPurpose, ConsentReason
from hopecare.queries.helper_wishes import keeps_out
from hopecare.queries.not_over import not_over
from hopecare.queries.residents import person_by_id
from hopecare.queries.town_days import local_day
from hopecare.standing_consents import agrees_to, states_of
from models import RefusedHelper

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import VolunteerProfile

FOR_NEIGHBOURS: Final = frozenset({ConsentPurpose.KEEP_RECORD, ConsentPurpose.PEER_HELP})
"""What a resident must agree to before a neighbour learns anything of them."""


def may_be_helped(session: Session, resident_id: UUID, *, now: datetime) -> bool:
    """Say whether the resident agrees to a record and to neighbours, on their town's own day."""
    resident = person_by_id(session, resident_id)
    today = local_day(session, resident.town_id, now)
    return agrees_to(session, resident_id, today) >= FOR_NEIGHBOURS


def has_run_out(session: Session, resident_id: UUID, *, now: datetime) -> bool:
    """Say whether only time took away what they agreed to: nobody said no to anything."""
    today = local_day(session, person_by_id(session, resident_id).town_id, now)
    missing = [
        each.state.reason
        for each in states_of(session, resident_id, on=today)
        if each.purpose in FOR_NEIGHBOURS and not each.stands
    ]
    return bool(missing) and set(missing) == {ConsentReason.EXPIRED}


def may_help(
    session: Session,
    helper: VolunteerProfile,
    *,
    resident_id: UUID,
    now: datetime,
    goes_on: bool = False,
) -> bool:
    """Say whether this volunteer may take something on for this resident now.

    Where help goes on that was begun (`goes_on`), only a refusal by name stands against it.
    """
    if helper.suspended_at is not None:
        return False
    person = person_by_id(session, helper.person_id)
    today = local_day(session, helper.town_id, now)
    if person.died_on is not None or refuses(session, resident_id, person.id, on=today):
        return False
    resident = person_by_id(session, resident_id)
    if not goes_on and keeps_out(session, resident, person, on=today):
        return False
    return may_be_helped(session, resident_id, now=now)


def refuses(session: Session, resident_id: UUID, helper_id: UUID, *, on: date) -> bool:
    """Say whether the resident would rather not have this volunteer."""
    standing = select(RefusedHelper.id).where(
        RefusedHelper.resident_id == resident_id,
        RefusedHelper.helper_id == helper_id,
        not_over(RefusedHelper, on),
    )
    return session.scalars(standing).first() is not None
