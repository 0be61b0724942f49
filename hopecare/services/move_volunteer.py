"""A volunteer helps from elsewhere from today, whether or not anybody helps them too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import StaleVersionError
from hopecare.queries.households import find_membership
from hopecare.queries.residents import held_person
from hopecare.queries.stoppable import live_cases_of
from hopecare.queries.volunteers import profile_of
from hopecare.services.move_residents import move_residents
from hopecare.services.owe_case_call import owe_case_call

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.services.move_household import Home
    from models import Household


def move_volunteer(
    session: Session,
    *,
    person_id: UUID,
    lives_id: UUID | None,
    home: Home,
    by: Actor,
    now: datetime,
) -> Household:
    """Move them; whoever has moved since `lives_id` was read is not moved back."""
    profile_of(session, person_id, alone=True)
    person = held_person(session, person_id)
    lives_in = find_membership(session, person_id)
    if (lives_in.id if lives_in else None) != lives_id:
        raise StaleVersionError(kind="household_member", id=lives_in.id if lives_in else None)
    household = move_residents(session, [person], home, by=by, now=now)
    for case in live_cases_of(session, person_id) if by.person_id == person_id else ():
        # Whoever is helped too has told nobody of staff: a person asks them about the new home.
        key = f"moved_themself:{case.id}:{household.id}"
        owe_case_call(session, case, to_id=person_id, key=key, by=by, now=now)
    return household
