"""Whether what a volunteer is asked lies outside what they offer, as far as they may know it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.matching.constraints import Rule
from hopecare.domain.matching.distance import least_m
from hopecare.queries.seen_from_afar import HOME, Home, joined_to_home, seen_from_afar
from models import Case, Person

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models import Need, VolunteerProfile

THEIR_LIMITS: Final = frozenset(
    {
        Rule.NO_CAPACITY,
        Rule.SKILLS,
        Rule.CHECK_LEVEL,
        Rule.CHECK_EXPIRED,
        Rule.LANGUAGE,
        Rule.NO_COMMON_SLOT,
        Rule.AVOIDS,
        Rule.NO_PLACE,
    }
)
"""What rests on what a volunteer offers, and tells no more of a home than the question did.

Where they work is none of it: whoever tried names would learn where a resident works. Nor is the
true distance, which `is_beyond` does without.
"""


def is_beyond(session: Session, profile: VolunteerProfile, need: Need) -> bool:
    """Say whether even the nearest of the band they read lies farther than they go.

    By the true distance, whoever lowered it step by step until it ends would measure the way.
    """
    home = select(*HOME).select_from(Case).join(Person, Person.id == Case.resident_id)
    row = session.execute(joined_to_home(home).where(Case.id == need.case_id)).one()
    band = seen_from_afar(profile, need, Home(*row)).band
    return band is not None and least_m(band) > profile.radius_m
