"""End a night of erasing: say how many words stayed, and from where the next night looks on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.old_words import find_erasure

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def end_erasing_words(
    session: Session,
    *,
    town_id: UUID,
    left: int,
    oldest_message: datetime | None,
    oldest_reply: datetime | None,
    now: datetime,
) -> None:
    """The next night begins at the oldest that stayed, else where this one ended."""
    night = find_erasure(session, town_id)
    if night is None or night.ended_at is not None:
        return
    night.ended_at, night.left = now, left
    night.messages_from = oldest_message or night.before
    night.replies_from = oldest_reply or night.before
    session.flush()
