"""Two records became one, or two again: whoever needs a help or gives it may live elsewhere now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hopecare.domain.timeline import EntryKind
from hopecare.queries.places import find_household
from hopecare.queries.residents import person_by_id
from hopecare.queries.said_homes import said_home
from hopecare.services.follow_moved_helper import follow_moved_helper
from hopecare.services.follow_moved_home import follow_moved_home
from hopecare.services.note_timeline import note_timeline
from hopecare.services.stand_down_unwished import stand_down_unwished

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.queries.asked_before import AskedBefore
    from hopecare.services.hold_homes import HeldHomes
    from models import Person


def follow_merged_homes(
    session: Session, held: HeldHomes, *, occasion: UUID, by: Actor, now: datetime
) -> None:
    """Let everybody hear who is asked for somebody who moved by it, or helps, as after any move.

    First what a wish keeps out by now: no text says so.
    """
    cases = {case.id: case for case, *_ in held.asked.theirs}
    for resident_id in sorted({case.resident_id for case in cases.values()}):
        stand_down_unwished(session, person_by_id(session, resident_id), by=by, now=now)
    residents = {
        case.resident_id
        for case in cases.values()
        if said_home(session, person_by_id(session, case.resident_id)) != held.cases[case.id]
    }
    helpers = {
        profile.person_id
        for profile in held.profiles
        if said_home(session, person_by_id(session, profile.person_id)) != held.helpers[profile.id]
    }
    for person_id in sorted(residents | helpers):
        _note(session, person_by_id(session, person_id), by, now)
    # Under the merge, or its undo: two homes may follow each other more than once.
    for case, need, before in held.asked.theirs:
        if case.resident_id in residents:
            follow_moved_home(session, case, need, before, household_id=occasion, by=by, now=now)
    for case, need, before in held.asked.helped:
        own = _as_named_now(before)
        if not helpers.isdisjoint(own.broken):
            follow_moved_helper(session, case, need, own, household_id=occasion, by=by, now=now)
    session.flush()


def _as_named_now(before: AskedBefore) -> AskedBefore:
    """What stood between a volunteer and a need, under the record that is theirs by now."""
    names = {task.helper_id for task in before.held} | {each.helper_id for each in before.offers}
    return replace(before, broken=dict(zip(names, before.broken.values(), strict=True)))


def _note(session: Session, person: Person, by: Actor, now: datetime) -> None:
    """As after any move: a yes to what was asked before is held to the home of now."""
    household = find_household(session, person.id)
    if household is None:
        return
    note_timeline(
        session,
        town_id=person.town_id,
        kind=EntryKind.HOUSEHOLD_CHANGED,
        at=now,
        by=by,
        person_id=person.id,
        subject_id=household.id,
        facts={"area_id": str(household.area_id) if household.area_id else None},
    )
