"""A volunteer helps from elsewhere from today, whether or not anybody helps them too."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.calls import CallTaskKind
from hopecare.errors import StaleVersionError
from hopecare.queries.households import find_membership
from hopecare.queries.other_centre import other_centre
from hopecare.queries.residents import person_by_id
from hopecare.queries.stoppable import live_cases_of
from hopecare.queries.volunteers import profile_of
from hopecare.services.end_centre_calls import end_centre_calls
from hopecare.services.hold_people import hold_people
from hopecare.services.move_residents import move_residents
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.owe_case_call import owe_case_call

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.services.move_household import Home
    from models import Household, Person, VolunteerProfile

RING_WITHIN: Final = timedelta(days=3)
"""A centre that changes is no hurry: they are asked around the new home at once."""


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
    # The person before the profile, as whoever merges records does.
    hold_people(session, person_id, lets_rows_come=True)
    person = person_by_id(session, person_id)
    profile = profile_of(session, person_id, alone=True)
    lives_in = find_membership(session, person_id)
    if (lives_in.id if lives_in else None) != lives_id:
        raise StaleVersionError(kind="household_member", id=lives_in.id if lives_in else None)
    household = move_residents(session, [person], home, by=by, now=now)
    is_elsewhere = other_centre(session, person, profile, now=now) is not None
    if by.person_id == person_id or not is_elsewhere:
        # What was owed about an earlier home is true no more, or is owed anew.
        end_centre_calls(session, person_id=person_id, by=by, now=now)
    if by.person_id == person_id:
        _tell_staff(session, person, household, by, now)
        if is_elsewhere:
            _tell_centre(session, person, profile, household, by, now)
    return household


def _tell_staff(
    session: Session, person: Person, household: Household, by: Actor, now: datetime
) -> None:
    """Whoever said it themself has told nobody of staff: somebody of their centre rings them."""
    for case in live_cases_of(session, person.id):
        key = f"moved_themself:{case.id}:{household.id}"
        owe_case_call(session, case, to_id=person.id, key=key, by=by, now=now)


def _tell_centre(
    session: Session,
    person: Person,
    profile: VolunteerProfile,
    household: Household,
    by: Actor,
    now: datetime,
) -> None:
    """Another centre looks after their district: with whom they go on is agreed with them."""
    owed = OwedCall(
        kind=CallTaskKind.CONFIRM_MOVE,
        dedup_key=f"other_centre:{person.id}:{household.id}",
        due_at=now + RING_WITHIN,
        person_id=person.id,
        centre_id=profile.centre_id,
    )
    open_call_task(session, town_id=profile.town_id, owed=owed, by=by, now=now)
