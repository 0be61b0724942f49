"""Take the place after a telephone's last text: it is there once, so two at a moment meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from hopecare.queries.text_places import CAUSE, who_took
from models import Operation

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import InboundMessage


def take_place(
    session: Session, *, row: InboundMessage, actor: str, key: str, now: datetime
) -> Operation | None:
    """Take it for this text; give who was first where somebody was, once they are done."""
    claim = Operation(
        town_id=row.town_id,
        actor=actor,
        key=key,
        request_hash="",
        at=now,
        outcome={CAUSE: str(row.id)},
    )
    try:
        with session.begin_nested():
            session.add(claim)
    except IntegrityError:
        first = who_took(session, actor, key)
        if first is None:
            raise
        return first
    return None
