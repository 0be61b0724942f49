"""Say which text a person is asked to read: one that says the same and waits, or this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.same_words import find_same_unread
from hopecare.queries.text_places import next_place
from hopecare.services.take_place import take_place

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import InboundMessage


def claim_review(session: Session, *, row: InboundMessage, now: datetime) -> UUID:
    """Give the text for which a call is owed.

    Two that come in at one moment do not see each other. So each takes the place after the last
    text of this telephone, which is there once: who comes second looks again once the first is
    kept, and owes a call of its own only where it says something else.
    """
    actor = f"review:{row.from_index}"
    # Looked up first: one that is claimed from now on is found below, or takes our place.
    key = next_place(session, actor)
    while True:
        same = find_same_unread(session, row)
        if same is not None:
            return same.id
        first = take_place(session, row=row, actor=actor, key=key, now=now)
        if first is None:
            return row.id
        key = str(first.id)
