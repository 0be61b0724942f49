"""A town's words leave by another telephone network from now on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from hopecare.channel_profiles import profile_for
from hopecare.errors import NotFoundError
from hopecare.language.wording_rehearsals import rehearse_wording
from hopecare.language.wordings import Text
from hopecare.queries.seen_wordings import HOLDS_NO_LONGER
from hopecare.queries.wording_samples import wording_sample
from hopecare.services.move_plans_over import move_plans_over
from models import Town, WordingRehearsal

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


class NetworkChange(NamedTuple):
    """The town, and how many plans of check-ins ask by another way now."""

    town: Town
    moved_plans: int


def change_network(
    session: Session, *, slug: str, channel_profile: str, by: Actor, now: datetime
) -> NetworkChange:
    """Say what its network can do: how words leave, and by which way an answer comes back.

    What is out already is answered by the way it was asked; a plan by whose way no answer comes
    back any more asks by another from now on (`move_plans_over`). Wordings that this network says
    or counts otherwise are to be looked at anew before anything is planned in them; what is
    planned already goes on, and so do alerts, ladders and answers to calls for help. An invented
    town has nobody who could be misled.
    """
    town = session.scalars(select(Town).where(Town.slug == slug).with_for_update()).one_or_none()
    if town is None:
        raise NotFoundError(kind="town")
    before = town.channel_profile
    town.channel_profile = channel_profile
    if not town.is_demonstration:
        _ask_to_look_anew(session, town, before=before, by=by, now=now)
    profile = profile_for(channel_profile, town.country)
    moved = move_plans_over(session, town, profile=profile, by=by, now=now)
    return NetworkChange(town, moved)


def _ask_to_look_anew(
    session: Session, town: Town, *, before: str, by: Actor, now: datetime
) -> None:
    """Write that the looks at these wordings hold no longer: they were said for another network."""
    sample = wording_sample(session, town, now=now)
    had, has = (profile_for(name, town.country) for name in (before, town.channel_profile))
    session.add_all(
        WordingRehearsal(
            town_id=town.id,
            wording=text.value,
            version=HOLDS_NO_LONGER,
            seen_at=now,
            seen_by=by.code,
        )
        for text in Text
        if rehearse_wording(text, sample=sample, profile=had)
        != rehearse_wording(text, sample=sample, profile=has)
    )
    session.flush()
