"""Residents live elsewhere from today: what is asked and given for them follows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.places import find_household
from hopecare.queries.volunteers import find_profile
from hopecare.services.follow_moved_helper import follow_moved_helper
from hopecare.services.follow_moved_home import follow_moved_home
from hopecare.services.hold_asked import hold_asked
from hopecare.services.move_household import move_household
from hopecare.services.place_volunteer import place_volunteer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.services.move_household import Home
    from models import Household, Person, VolunteerProfile


def move_residents(
    session: Session, people: Sequence[Person], home: Home, *, by: Actor, now: datetime
) -> Household:
    """Move them, and let everybody hear who is asked for one of them, or helps.

    Who helps others themself is asked around the new home from now on, and what they are asked
    for or hold is looked at from there.
    """
    lived_in = find_household(session, people[0].id)
    helpers = _hold_helpers(session, people)
    before = hold_asked(
        session,
        residents=[each.id for each in people],
        helpers=[person.id for person, _ in helpers],
        now=now,
    )
    household = move_household(session, people, home, by=by, now=now)
    for person, profile in helpers:
        place_volunteer(session, person, profile, starts_from=profile.starts_from)
    if lived_in is not None and lived_in.id == household.id:
        return household
    to = household.id
    session.flush()
    for case, need, asked in before.theirs:
        follow_moved_home(session, case, need, asked, household_id=to, by=by, now=now)
    for case, need, asked in before.helped:
        follow_moved_helper(session, case, need, asked, household_id=to, by=by, now=now)
    session.flush()
    return household


def _hold_helpers(
    session: Session, people: Sequence[Person]
) -> list[tuple[Person, VolunteerProfile]]:
    """Hold the profiles of those who also help, before any case, as every other verb does."""
    found = [
        (person, find_profile(session, person.id, alone=True))
        for person in sorted(people, key=lambda each: each.id)
    ]
    return [(person, profile) for person, profile in found if profile is not None]
