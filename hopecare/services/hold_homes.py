"""Hold what a merge or its undo may move, and read who lived where and who was asked before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.queries.residents import person_by_id
from hopecare.queries.said_homes import said_home
from hopecare.queries.volunteers import find_profile
from hopecare.services.hold_asked import hold_asked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.queries.said_homes import Home
    from hopecare.services.hold_asked import HeldAsked
    from models import VolunteerProfile


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldHomes:
    """Who lived where before, and who was asked for what, with cases and needs held."""

    cases: Mapping[UUID, Home]
    """Of each live case where its resident lived."""
    helpers: Mapping[UUID, Home]
    """Of each volunteer's profile where they lived."""
    profiles: Sequence[VolunteerProfile]
    named: Mapping[UUID, UUID]
    """Of each profile whose it was."""
    asked: HeldAsked


def hold_homes(session: Session, *person_ids: UUID, now: datetime) -> HeldHomes:
    """Hold what a move would concern, and read it before rows are pointed elsewhere."""
    in_order = sorted(person_ids)
    # Helper, case, need: whoever answers an offer holds them in this order.
    found = [find_profile(session, each, alone=True) for each in in_order]
    profiles = [profile for profile in found if profile is not None]
    helpers = [profile.person_id for profile in profiles]
    asked = hold_asked(session, residents=in_order, helpers=helpers, now=now)
    homes = {each: said_home(session, person_by_id(session, each)) for each in in_order}
    return HeldHomes(
        cases={case.id: homes[case.resident_id] for case, _, _ in asked.theirs},
        helpers={profile.id: homes[profile.person_id] for profile in profiles},
        profiles=profiles,
        named={profile.id: profile.person_id for profile in profiles},
        asked=asked,
    )
