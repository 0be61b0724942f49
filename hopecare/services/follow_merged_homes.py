"""Two records became one, or two again: whoever needs a help or gives it may live elsewhere now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hopecare.domain.timeline import EntryKind
from hopecare.queries.places import find_household, find_place
from hopecare.queries.residents import person_by_id
from hopecare.queries.search_terms import address_index
from hopecare.queries.volunteers import find_profile
from hopecare.services.follow_moved_helper import follow_moved_helper
from hopecare.services.follow_moved_home import follow_moved_home
from hopecare.services.hold_asked import hold_asked
from hopecare.services.note_timeline import note_timeline
from hopecare.services.place_volunteer import place_volunteer
from hopecare.services.set_noted import Noted, set_noted
from hopecare.services.stand_down_unwished import stand_down_unwished

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.queries.asked_before import AskedBefore
    from hopecare.services.hold_asked import HeldAsked
    from models import Person, VolunteerProfile

    Home = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldHomes:
    """Who lived where before, and who was asked for what, with cases and needs held."""

    cases: Mapping[UUID, Home]
    """Of each live case where its resident lived."""
    helpers: Mapping[UUID, Home]
    """Of each volunteer's profile where they lived."""
    profiles: Sequence[VolunteerProfile]
    asked: HeldAsked


def hold_homes(session: Session, *person_ids: UUID, now: datetime) -> HeldHomes:
    """Hold what a move would concern, and read it before rows are pointed elsewhere."""
    in_order = sorted(person_ids)
    # Helper, case, need: whoever answers an offer holds them in this order.
    found = [find_profile(session, each, alone=True) for each in in_order]
    profiles = [profile for profile in found if profile is not None]
    helpers = [profile.person_id for profile in profiles]
    asked = hold_asked(session, residents=in_order, helpers=helpers, now=now)
    homes = {each: _home(session, person_by_id(session, each)) for each in in_order}
    return HeldHomes(
        cases={case.id: homes[case.resident_id] for case, _, _ in asked.theirs},
        helpers={profile.id: homes[profile.person_id] for profile in profiles},
        profiles=profiles,
        asked=asked,
    )


def place_merged(session: Session, held: HeldHomes, *, noted: Noted) -> None:
    """Measure a volunteer's way from the home that stands, noted so that the undo puts it back."""
    for profile in held.profiles:
        person = person_by_id(session, profile.person_id)
        if _home(session, person) == held.helpers[profile.id]:
            continue
        before = profile.grid_lat, profile.grid_lon
        place_volunteer(session, person, profile, starts_from=profile.starts_from)
        lat, lon = profile.grid_lat, profile.grid_lon
        profile.grid_lat, profile.grid_lon = before
        set_noted(noted, profile, grid_lat=lat, grid_lon=lon)
    session.flush()


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
        if _home(session, person_by_id(session, case.resident_id)) != held.cases[case.id]
    }
    helpers = {
        profile.person_id
        for profile in held.profiles
        if _home(session, person_by_id(session, profile.person_id)) != held.helpers[profile.id]
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


def _home(session: Session, person: Person) -> Home:
    """What can be compared of where somebody lives: two rows may say the same home."""
    household = find_household(session, person.id)
    area_id = household.area_id if household else person.area_id
    line = household.address if household else None
    address = address_index(line) if line else None
    if address is not None:
        return (address, area_id)
    place = find_place(session, person)
    return (None, area_id, place.lat, place.lon) if place else (None, area_id)


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
