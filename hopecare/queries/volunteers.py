"""Reads volunteers: one profile, and what a volunteer's own pages show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.errors import NotFoundError
from hopecare.queries.residents import person_by_id as person_by_id  # noqa: PLC0414  asked for here too
from models import VolunteerProfile

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


def find_profile(
    session: Session, person_id: UUID, *, alone: bool = False
) -> VolunteerProfile | None:
    """Give a person's volunteer profile; `alone` holds it until the transaction ends."""
    asked = select(VolunteerProfile).where(VolunteerProfile.person_id == person_id)
    if alone:
        asked = asked.with_for_update().execution_options(populate_existing=True)
    return session.scalars(asked).one_or_none()


def profile_of(session: Session, person_id: UUID, *, alone: bool = False) -> VolunteerProfile:
    """Give a person's volunteer profile, or refuse where there is none."""
    profile = find_profile(session, person_id, alone=alone)
    if profile is None:
        raise NotFoundError(volunteer_id=person_id)
    return profile
