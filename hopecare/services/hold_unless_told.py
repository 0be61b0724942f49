"""Hold a town for one telling of numbers, unless it was told already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Message, Town

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


def hold_unless_told(session: Session, town_id: UUID, key: str) -> Town | None:
    """Hold the town, so that a second worker sees what the first promised; None where it did.

    Only against others who hold it too: new rows wait for nothing.
    """
    hold = {"key_share": True}
    town = session.get_one(Town, town_id, with_for_update=hold, populate_existing=True)
    same = select(Message.id).where(Message.town_id == town_id, Message.dedup_key == key)
    return None if session.scalar(same) is not None else town
