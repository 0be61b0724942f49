"""Two records became one, or two again: whoever needs a help or gives it may live elsewhere now."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid5

from hopecare.queries.places import find_household
from hopecare.queries.residents import person_by_id
from hopecare.queries.said_homes import said_home
from hopecare.services.follow_moved_helper import follow_moved_helper
from hopecare.services.follow_moved_home import follow_moved_home
from hopecare.services.note_household_changed import note_household_changed
from hopecare.services.stand_down_unwished import stand_down_unwished

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.services.hold_homes import HeldHomes
    from models import Merge


def follow_merged_homes(
    session: Session, held: HeldHomes, merge: Merge, *, by: Actor, now: datetime
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
        # As after any move: a yes to what was asked before is held to it.
        by_it = find_household(session, person_id) or merge
        person = person_by_id(session, person_id)
        note_household_changed(session, person, by_it, by=by, now=now)
    # Two homes may follow each other more than once.
    occasion = merge.id if merge.undone_at is None else uuid5(merge.id, "undone")
    for case, need, before in held.asked.theirs:
        if case.resident_id in residents:
            follow_moved_home(session, case, need, before, household_id=occasion, by=by, now=now)
    names = {held.named[profile.id]: profile.person_id for profile in held.profiles}
    for case, need, before in held.asked.helped:
        own = before.under(names)
        if not helpers.isdisjoint(own.broken):
            follow_moved_helper(session, case, need, own, household_id=occasion, by=by, now=now)
    session.flush()
