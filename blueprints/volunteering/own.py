"""Who reads the volunteer's pages: only ever their own rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.visibility import refuse_unless
from hopecare.queries.volunteers import profile_of
from hopecare.web.identity import current_identity
from models import VolunteerProfile

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def own_profile(session: Session, permission: str) -> VolunteerProfile:
    """Give the reader's own profile, or refuse."""
    identity = current_identity()
    profile = profile_of(session, identity.person_id)
    refuse_unless(session, permission, identity, VolunteerProfile, profile.id)
    return profile
