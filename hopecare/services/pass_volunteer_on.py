"""A volunteer is passed on to the centre that looks after the district they live in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.roles import Role
from hopecare.domain.timeline import EntryKind
from hopecare.queries.other_centre import other_centre
from hopecare.queries.residents import has_role, person_by_id
from hopecare.queries.town_days import local_day
from hopecare.queries.volunteers import profile_of
from hopecare.services.bring_owed_along import Along, bring_owed_along
from hopecare.services.end_centre_calls import end_centre_calls
from hopecare.services.hand_over_responsibility import hand_over_responsibility
from hopecare.services.hold_people import hold_people
from hopecare.services.note_timeline import note_timeline
from models import Person

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import VolunteerProfile


def pass_volunteer_on(
    session: Session, *, person_id: UUID, by: Actor, now: datetime
) -> VolunteerProfile:
    """Let that centre look after them, with the calls they are owed; nothing where it does already.

    Whoever is helped too is passed on only as a helper: a case changes hands by its own way.
    """
    # The person before the profile, as whoever merges records does.
    hold_people(session, person_id, lets_rows_come=True)
    person = person_by_id(session, person_id)
    profile = profile_of(session, person_id, alone=True)
    centre = other_centre(session, person, profile, now=now)
    if centre is None:
        return profile
    end_centre_calls(session, person_id=person_id, by=by, now=now)
    before, profile.centre_id = profile.centre_id, centre.id
    if not _is_resident(session, person, now):
        person.centre_id = centre.id
        hand_over_responsibility(session, person, now=now)
        along = Along(person_ids=[person_id], case_id=None, centre_id=centre.id)
        bring_owed_along(session, along, noted=[], by=by, now=now)
    note_timeline(
        session,
        town_id=profile.town_id,
        kind=EntryKind.CENTRE_CHANGED,
        at=now,
        by=by,
        person_id=person_id,
        subject_id=profile.id,
        facts={"from_centre_id": str(before), "to_centre_id": str(centre.id)},
    )
    session.flush()
    return profile


def _is_resident(session: Session, person: Person, now: datetime) -> bool:
    today = local_day(session, person.town_id, now)
    theirs = select(Person.id).where(Person.id == person.id, has_role(Role.RESIDENT, on=today))
    return session.scalar(theirs) is not None
