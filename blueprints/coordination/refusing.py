"""Whether whoever asks may do this to a volunteer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.visibility import refuse_unless
from hopecare.queries.volunteers import profile_of
from hopecare.web.identity import current_identity
from models import VolunteerProfile

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


def refuse_unless_of_volunteer(session: Session, permission: str, person_id: UUID) -> None:
    """Refuse whoever may not, of this volunteer."""
    profile = profile_of(session, person_id)
    refuse_unless(session, permission, current_identity(), VolunteerProfile, profile.id)
