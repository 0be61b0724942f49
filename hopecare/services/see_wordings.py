"""Write down that somebody has looked at the rehearsal of automatic wordings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.channel_profiles import profile_for
from hopecare.errors import InvalidInputError, StaleVersionError
from hopecare.language.wording_rehearsals import rehearse_wording
from hopecare.language.wording_versions import stamp_of, version_of
from hopecare.language.wordings import Text
from hopecare.queries.wording_samples import wording_sample
from models import WordingRehearsal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Town

SEEN: Final = "seen"


def see_wordings(
    session: Session, *, town: Town, stamps: Iterable[str], by: Actor, now: datetime
) -> list[WordingRehearsal]:
    """Note each wording in the version that was shown; one that cannot be said is refused."""
    current = {stamp_of(text): text for text in Text}
    wanted = sorted(set(stamps))
    if any(stamp not in current for stamp in wanted):
        raise StaleVersionError(kind="wording")
    seen = [current[stamp] for stamp in wanted]
    if not _are_sound(session, town, seen, now):
        raise InvalidInputError({SEEN: ["wording_unfit"]})
    rows = [
        WordingRehearsal(
            town_id=town.id,
            wording=text.value,
            version=version_of(text),
            seen_at=now,
            seen_by=by.code,
            seen_by_id=by.person_id,
        )
        for text in seen
    ]
    session.add_all(rows)
    session.flush()
    return rows


def _are_sound(session: Session, town: Town, seen: list[Text], now: datetime) -> bool:
    """Whether each can be carried, and is short enough, in every language."""
    sample, profile = (
        wording_sample(session, town, now=now),
        profile_for(town.channel_profile, town.country),
    )
    return all(
        said.is_sound
        for text in seen
        for said in rehearse_wording(text, sample=sample, profile=profile)
    )
