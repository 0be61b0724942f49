"""What stands above a reader's page: nobody on duty, nothing leaves, new words. Read at one go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from hopecare.domain.permissions import could_ever
from hopecare.domain.roles import STAFF
from hopecare.extensions import desk
from hopecare.queries.duty import cover_of
from hopecare.queries.not_leaving import NotLeaving, not_leaving
from hopecare.queries.seen_wordings import last_look_at, unseen_wordings
from hopecare.web.identity import find_current_identity
from hopecare.web.request_facts import once_a_request
from hopecare.web.scopes import reading
from hopecare.web.town import find_current_town

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.channels import Channel
    from hopecare.domain.duty import Cover
    from hopecare.domain.identity import Identity
    from hopecare.web.town import TownFacts

LOOKS_AT_WORDS: Final = "wording.see"


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What holds in the reader's town at this moment, as far as it is theirs to know."""

    cover: Cover | None = None
    stops: Sequence[tuple[Channel | None, datetime]] = ()
    failing: Sequence[tuple[Channel, datetime]] = ()
    unseen: int = 0
    """How many automatic wordings wait for somebody like the reader to look at them."""
    looked_at: datetime | None = None


def glance() -> Glance:
    """Give it, found once a request in one transaction; nothing where there is no town."""
    return once_a_request("glance", _find)


def _find() -> Glance:
    town, identity = find_current_town(), find_current_identity()
    if town is None:
        return Glance()
    with reading() as session:
        is_staff = identity is not None and bool(identity.roles & STAFF)
        unseen, looked_at = _words(session, identity)
        still = not_leaving(session) if is_staff else NotLeaving()
        return Glance(
            cover=_cover(session, town, identity),
            stops=still.stops,
            failing=still.failing,
            unseen=unseen,
            looked_at=looked_at,
        )


def _cover(session: Session, town: TownFacts, identity: Identity | None) -> Cover:
    """Of the reader's own centre; for the public, and those who work for the town, of any."""
    now = desk().clock()
    return cover_of(
        session,
        town_id=town.id,
        centre_id=identity.centre_id if identity else None,
        now=now,
        on=now.astimezone(ZoneInfo(town.zone)).date(),
    )


def _words(session: Session, identity: Identity | None) -> tuple[int, datetime | None]:
    if identity is None or not could_ever(identity, LOOKS_AT_WORDS):
        return 0, None
    number = len(unseen_wordings(session, identity.town_id))
    return number, last_look_at(session, identity.town_id) if number else None
