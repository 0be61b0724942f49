"""Write a broadcast down, to be looked at before it is sent: nobody is told anything yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.errors import InvalidInputError
from models import Broadcast

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.broadcasts import Audience, Moments
    from hopecare.domain.identity import Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastWish:
    """What is to be said to whom, and when."""

    audience: Audience
    reason: str
    words: Mapping[str, str]
    """By language; at least one."""
    moments: Moments
    area_id: UUID | None = None
    language: str | None = None
    has_helper: bool = False


def draft_broadcast(
    session: Session, *, wish: BroadcastWish, by: Identity, now: datetime
) -> Broadcast:
    """Write the row, or say what is wrong with its times."""
    if wish.moments.valid_until <= max(now, wish.moments.not_before):
        raise InvalidInputError({"until_on": ["ends_before_it_begins"]})
    broadcast = Broadcast(
        town_id=by.town_id,
        audience=wish.audience,
        reason=wish.reason,
        words=dict(wish.words),
        not_before=wish.moments.not_before,
        valid_until=wish.moments.valid_until,
        created_at=now,
        made_by_id=by.person_id,
        centre_id=by.centre_id,
        area_id=wish.area_id,
        language=wish.language,
        has_helper=wish.has_helper,
    )
    session.add(broadcast)
    session.flush()
    return broadcast
