"""A town's words leave by another telephone network from now on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.errors import NotFoundError
from models import Town

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def change_network(session: Session, *, slug: str, channel_profile: str) -> Town:
    """Say what its network can do: how words leave, and by which way an answer comes back.

    What is out already is answered by the way it was asked.
    """
    town = session.scalars(select(Town).where(Town.slug == slug).with_for_update()).one_or_none()
    if town is None:
        raise NotFoundError(kind="town")
    town.channel_profile = channel_profile
    return town
