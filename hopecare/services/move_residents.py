"""Residents live elsewhere from today: what is asked and given for them follows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.asked_before import asked_before
from hopecare.queries.cases import case_by_id
from hopecare.queries.needs import live_needs_of_case, need_by_id
from hopecare.queries.places import find_household
from hopecare.queries.stoppable import live_cases_of
from hopecare.queries.volunteers import find_profile
from hopecare.services.follow_moved_home import follow_moved_home
from hopecare.services.move_household import move_household
from hopecare.services.place_volunteer import place_volunteer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.queries.asked_before import AskedBefore
    from hopecare.services.move_household import Home
    from models import Case, Household, Need, Person, VolunteerProfile


def move_residents(
    session: Session, people: Sequence[Person], home: Home, *, by: Actor, now: datetime
) -> Household:
    """Move them, and let everybody hear who is asked for one of them, or helps.

    Who helps others themself is asked around the new home from now on.
    """
    lived_in = find_household(session, people[0].id)
    helpers = _hold_helpers(session, people)
    before = _hold(session, people, now)
    household = move_household(session, people, home, by=by, now=now)
    for person, profile in helpers:
        place_volunteer(session, person, profile, starts_from=profile.starts_from)
    if lived_in is not None and lived_in.id == household.id:
        return household
    to = household.id
    for case, need, asked in before:
        follow_moved_home(session, case, need, asked, household_id=to, by=by, now=now)
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


def _hold(
    session: Session, people: Sequence[Person], now: datetime
) -> list[tuple[Case, Need, AskedBefore]]:
    """Hold their cases, in one order, then what they need, and read who is asked for it."""
    cases = sorted({case.id for each in people for case in live_cases_of(session, each.id)})
    held = [case_by_id(session, case_id, alone=True) for case_id in cases]
    return [
        (case, need, asked_before(session, need, now=now))
        for case in held
        for live in live_needs_of_case(session, case.id)
        for need in (need_by_id(session, live.id, alone=True),)
    ]
