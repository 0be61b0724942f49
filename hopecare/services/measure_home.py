"""Write down where a home lies: nobody moves, and ways are measured from there from now on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.people import HouseholdMemberRole
from hopecare.domain.timeline import EntryKind
from hopecare.errors import StaleVersionError
from hopecare.queries.held_rows import find_held
from hopecare.queries.households import find_living, find_membership
from hopecare.queries.places import on_grid
from hopecare.queries.residents import person_by_id
from hopecare.queries.town_days import local_day
from hopecare.queries.volunteers import find_profile
from hopecare.services.follow_measured_home import follow_measured_home
from hopecare.services.hold_asked import hold_asked
from hopecare.services.hold_people import hold_people
from hopecare.services.note_timeline import note_timeline
from hopecare.services.place_volunteer import place_volunteer
from models import Household, HouseholdMember

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Person

    Place = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeRead:
    """The home as it was read; nothing where none was written down."""

    lives_id: UUID | None
    """The row that said that they live there."""
    version: int | None

    @classmethod
    def of(cls, lived: HouseholdMember | None, home: Household | None) -> HomeRead:
        """Read the home that stands."""
        return cls(lives_id=lived.id if lived else None, version=home.version if home else None)


def measure_home(
    session: Session, *, person_id: UUID, point: Place, read: HomeRead, by: Actor, now: datetime
) -> Household:
    """Give the home of somebody its point; refused where it is not the home that was read.

    Where only their district was written down, it is their home there from now on.
    """
    people = _held_people(session, person_id)
    household = _held_home(session, person_id, read)
    exact = {"lat": point[0], "lon": point[1]}
    if household is not None and household.exact_point == exact:
        return household
    found = [(each, find_profile(session, each.id, alone=True)) for each in people]
    helpers = [(person, profile) for person, profile in found if profile is not None]
    ids, helper_ids = [each.id for each in people], [person.id for person, _ in helpers]
    before = hold_asked(session, residents=ids, helpers=helper_ids, now=now)
    household = household or _new_home(session, person_by_id(session, person_id), now)
    household.exact_point = exact
    household.grid_lat, household.grid_lon = on_grid(*point)
    for person in people:
        _note(session, person, household, by=by, now=now)
    session.flush()
    for person, profile in helpers:
        place_volunteer(session, person, profile, starts_from=profile.starts_from)
    session.flush()
    for case, need, asked in (*before.theirs, *before.helped):
        follow_measured_home(session, case, need, asked, by=by, now=now)
    session.flush()
    return household


def _held_people(session: Session, person_id: UUID) -> list[Person]:
    """Everybody who lives there, held as whoever moves them holds them.

    Read again once they are held: somebody may have come to live there while we waited.
    """
    held: set[UUID] = set()
    ids = _who_lives_there(session, person_id)
    while not ids <= held:
        hold_people(session, *(ids - held), lets_rows_come=True)
        held |= ids
        ids = _who_lives_there(session, person_id)
    return [person_by_id(session, each) for each in sorted(ids)]


def _who_lives_there(session: Session, person_id: UUID) -> set[UUID]:
    living = find_living(session, person_id)
    return {each.id for each, _ in living.members} if living else {person_id}


def _held_home(session: Session, person_id: UUID, read: HomeRead) -> Household | None:
    """The home, if it is the one that was read; whoever comes to live there does not wait.

    They may hold a case that we wait for.
    """
    lived = find_membership(session, person_id)
    home = find_held(session, Household, lived.household_id, key_share=True) if lived else None
    stands = HomeRead.of(lived, home)
    if stands != read:
        raise StaleVersionError(kind="household", id=home.id if home else None)
    return home


def _new_home(session: Session, person: Person, now: datetime) -> Household:
    today = local_day(session, person.town_id, now)
    home = Household(town_id=person.town_id, area_id=person.area_id, from_on=today)
    session.add(home)
    session.flush()
    session.add(
        HouseholdMember(
            town_id=person.town_id,
            household_id=home.id,
            person_id=person.id,
            role=HouseholdMemberRole.HEAD,
            from_on=today,
        )
    )
    return home


def _note(
    session: Session, person: Person, household: Household, *, by: Actor, now: datetime
) -> None:
    note_timeline(
        session,
        town_id=person.town_id,
        kind=EntryKind.HOUSEHOLD_MEASURED,
        at=now,
        by=by,
        person_id=person.id,
        subject_id=household.id,
    )
